// Characters that reorder or hide text: bidirectional embeddings, overrides and isolates, and C0/C1
// controls other than tab and line breaks. Plain direction marks (U+200E/F) are ordinary in RTL text.
const HIDING = String.raw`\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f`;
// Those that cannot be seen at all: ordinary in prose, never meant in code and names. Joiners are parts of emoji.
const INVISIBLE = String.raw`\u00ad\u061c\u200b\u2060\ufeff\u{e0000}-\u{e007f}`;
const hidden = new RegExp(`[${HIDING}]`, 'gu');
const hiddenInCode = new RegExp(`[${HIDING}${INVISIBLE}\n\r]`, 'gu');

/** Makes characters that would reorder or hide text visible as `⟨U+202E⟩`, so that text is what it seems. */
export function revealHidden(text: string): string {
  return text.replace(hidden, named);
}

/** The same for one line of code or a name, in which line breaks and invisible characters are none that belong there. */
export function revealInCode(text: string): string {
  return text.replace(hiddenInCode, named);
}

function named(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `⟨U+${code}⟩`;
}
