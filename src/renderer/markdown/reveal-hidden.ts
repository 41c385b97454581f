// Characters that reorder or hide text: bidirectional embeddings, overrides and isolates, and C0/C1
// controls other than tab and line breaks. Plain direction marks (U+200E/F) are ordinary in RTL text.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point.
const hidden = /[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** Makes characters that would reorder or hide text visible as `⟨U+202E⟩`, so that text is what it seems. */
export function revealHidden(text: string): string {
  return text.replace(hidden, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return `⟨U+${code}⟩`;
  });
}
