import './highlight.css';
import { Highlighter } from './highlighter';
import { languageNamed } from './language-of';
import { plainLines, type Token } from './token';

export { languageNamed, languageOf } from './language-of';
export { plainLines, type Token, type TokenKind, tokenClass } from './token';

const shared = new Highlighter(
  () => new Worker(new URL('./highlight.worker.ts', import.meta.url), { type: 'module' }),
);

/**
 * Code as coloured lines, from a worker. `language` is a name or alias (`languageOf(path)` gives one);
 * code in an unknown language, or too large, comes back plain. Rejects only when `signal` aborts.
 */
export async function highlightLines(
  code: string,
  language: string | undefined,
  signal?: AbortSignal,
): Promise<Token[][]> {
  const known = language === undefined ? undefined : languageNamed(language);
  return known ? shared.lines(code, known, signal) : plainLines(code);
}

/** The coloured lines if they are at hand already. */
export function peekLines(code: string, language: string | undefined): Token[][] | undefined {
  const known = language === undefined ? undefined : languageNamed(language);
  return known ? shared.peek(code, known) : undefined;
}
