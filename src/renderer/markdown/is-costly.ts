/** A block of more characters than this is shown as plain text: parsing it would freeze the window. */
const MAX_BLOCK = 30_000;
/** Emphasis marks of one paragraph are matched with each other, which costs their number squared. */
const MAX_MARKS = 300;

/** Where a paragraph of its own begins inside a block: list items, table rows, quotes, blank lines. */
const paragraphStart = /\n(?=[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]|[ \t]*[|>]|[ \t]*\r?\n)/;

/** True for a block whose parse would be felt: very long text, or text made to be slow. */
export function isCostly(block: string): boolean {
  if (block.length > MAX_BLOCK) return true;
  return block.split(paragraphStart).some((paragraph) => {
    let marks = 0;
    for (const character of paragraph) if ('*_~['.includes(character)) marks++;
    return marks > MAX_MARKS;
  });
}
