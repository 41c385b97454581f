/** Columns a tab advances to a multiple of; the stylesheet's `tab-size` says the same. */
export const TAB_SIZE = 4;

const PLAIN = /^[\x20-\x7e]*$/;
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;

/** Columns one character takes in a monospaced font when it stands at `column`. */
function widthAt(char: string, column: number): number {
  if (char === '\t') return TAB_SIZE - (column % TAB_SIZE);
  return char > '\u10ff' && WIDE.test(char) ? 2 : 1;
}

/**
 * Offsets at which `text` continues on a next row of `columns` columns; empty when it fits. Breaks after a
 * blank in the last third of a row where there is one, so that words stay whole. We break lines ourselves,
 * as a row's height must be known before it is drawn.
 */
export function wrapLine(text: string, columns: number): number[] {
  if (columns <= 0 || (text.length <= columns && PLAIN.test(text))) return [];
  const breaks: number[] = [];
  let start = 0;
  let column = 0;
  let blank = -1;
  let blankColumn = 0;
  for (let at = 0; at < text.length; ) {
    const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const width = widthAt(char, column);
    if (column > 0 && column + width > columns) {
      const soft = blank > start && blankColumn >= (columns * 2) / 3;
      start = soft ? blank : at;
      breaks.push(start);
      at = start;
      column = 0;
      blank = -1;
      continue;
    }
    column += width;
    at += char.length;
    if (char === ' ' || char === '\t') {
      blank = at;
      blankColumn = column;
    }
  }
  return breaks;
}
