import type { HighlightReply, HighlightRequest } from './protocol';
import { tokenize } from './tokenize';

self.addEventListener('message', (message: MessageEvent<HighlightRequest>) => {
  const { id, code, language } = message.data;
  tokenize(code, language).then(
    (lines) => self.postMessage({ id, lines } satisfies HighlightReply),
    (error: unknown) => self.postMessage({ id, error: String(error) } satisfies HighlightReply),
  );
});
