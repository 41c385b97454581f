import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { PromptEntry } from '../../../../src/renderer/features/transcript/views/prompt-entry';
import { commentPrompt } from '../../../../src/shared/domain/comment-prompt';

const entry = (text: string) =>
  renderToStaticMarkup(
    <PromptEntry
      blocks={[{ type: 'text', text }]}
      agentName="Scribe"
      ts={0}
      steers={false}
      expanded={false}
      onToggle={() => {}}
    />,
  );

it('review comments stand in the transcript with their place, lines and text, not as Markdown', () => {
  const html = entry(
    commentPrompt([
      {
        ...{ path: 'src/a.ts', side: 'new', range: [3, 3], quote: 'const a = 1;', quoteCut: false },
        ...{ outdated: false, text: 'Name it better.' },
      },
    ]),
  );
  expect(html).toContain('1 review comment');
  expect(html).toMatch(/<code[^>]*>src\/a\.ts<\/code><span[^>]*>line 3<\/span>/);
  expect(html).toMatch(/<pre[^>]*>const a = 1;<\/pre>/);
  expect(html).toContain('Name it better.');
  expect(html).not.toContain('```');
  expect(html).not.toContain('##');
});

it('any other prompt stands there as it was typed', () => {
  expect(entry('## 1. `a`, line 3')).toContain('## 1. `a`, line 3');
});
