/** A word or quoted text at the start of a line, and what follows it. */
export interface Token {
  text: string;
  quoted: boolean;
  rest: string;
}

const QUOTES: Record<string, string> = { '"': '"', "'": "'", '`': '`', '“': '”', '‘': '’', '«': '»' };
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r' };

/**
 * Takes the next word, or a whole quoted text. In double quotes `\n`, `\t`, `\r`, `\"` and `\\` mean what they
 * do in code. Undefined at the end of the line and for a quote that is never closed.
 */
export function takeToken(line: string): Token | undefined {
  const text = line.trimStart();
  const open = text[0];
  if (open === undefined) return undefined;
  const close = QUOTES[open];
  if (close === undefined) {
    const word = /^\S+/.exec(text)?.[0] ?? '';
    return { text: word, quoted: false, rest: text.slice(word.length) };
  }
  let value = '';
  for (let i = 1; i < text.length; i++) {
    const char = text[i] as string;
    if (char === close) return { text: value, quoted: true, rest: text.slice(i + 1) };
    if (char === '\\' && open === '"' && i + 1 < text.length) {
      const escaped = text[++i] as string;
      value += ESCAPES[escaped] ?? (escaped === '"' || escaped === '\\' ? escaped : `\\${escaped}`);
    } else {
      value += char;
    }
  }
  return undefined;
}

/** The rest of a line after a keyword such as `in`; undefined when the line does not start with it. */
export function afterKeyword(line: string, keyword: string): string | undefined {
  const match = new RegExp(`^\\s*${keyword}(?=\\s|$)\\s*`, 'i').exec(line);
  return match ? line.slice(match[0].length) : undefined;
}

/** Takes one token that must be the last of its line. */
export function takeOnly(line: string): string | undefined {
  const token = takeToken(line);
  if (!token || token.text === '') return undefined;
  if (token.rest.trim() === '') return token.text;
  // A path with spaces need not be quoted when nothing else can follow it.
  return token.quoted ? undefined : line.trim();
}
