import type { DiffLayout } from './diff-rows';

/** Pixels at the left of the numbers and at the right of the code, as the stylesheet has them. */
const PADDING = 8 + 8;
const BETWEEN_SIDES = 1;
/** Narrower than this, wrapping would leave one word to a row. */
const MIN_COLUMNS = 12;

/** Columns of code that fit beside line numbers of so many digits, in a document `width` pixels wide. */
export function codeColumns(
  layout: DiffLayout | 'one-sided',
  width: number,
  charWidth: number,
  digits: number,
): number {
  const side = layout === 'split' ? (width - BETWEEN_SIDES) / 2 : width;
  const gutter = (layout === 'unified' ? digits * 2 + 4 : digits + 3) * charWidth;
  return Math.max(MIN_COLUMNS, Math.floor((side - gutter - PADDING) / charWidth));
}
