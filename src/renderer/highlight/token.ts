/** What a piece of code is, as far as its colour goes; `highlight.css` gives each kind its colour. */
export const tokenKinds = [
  'plain',
  'comment',
  'keyword',
  'string',
  'number',
  'function',
  'type',
  'property',
  'tag',
  'punctuation',
  'link',
  'inserted',
  'deleted',
  'heading',
] as const;
export type TokenKind = (typeof tokenKinds)[number];

/** A run of code of one colour within one line. */
export interface Token {
  text: string;
  kind: TokenKind;
}

/** The class of a token's colour; plain text needs none. */
export function tokenClass(kind: TokenKind): string | undefined {
  return kind === 'plain' ? undefined : `tok-${kind}`;
}

/** Code as uncoloured lines: what is shown until, or instead of, the highlighted ones. */
export function plainLines(code: string): Token[][] {
  return code.split('\n').map((text) => [{ text, kind: 'plain' }]);
}
