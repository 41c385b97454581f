/** A text cut into top-level markdown blocks: `finished` never changes as text is appended, `tail` may. */
export interface SplitText {
  finished: readonly string[];
  tail: string;
}

export const emptySplit: SplitText = { finished: [], tail: '' };

interface Fence {
  marker: string;
  indent: number;
}

const listItem = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/;
const heading = /^ {0,3}#{1,6}(?:[ \t]|$)/;
const fenceLine = /^([ \t]*)(`{3,}|~{3,})(.*)$/;

/**
 * Splits text, or more of it: `finished` followed by `tail` is always the whole text. A block is
 * finished only on evidence that no later text can change, so finished blocks need no second parse.
 */
export function splitBlocks(appended: string, before: SplitText = emptySplit): SplitText {
  let tail = before.tail + appended;
  const found: string[] = [];
  for (let end = endOfFirstBlock(tail); end > 0; end = endOfFirstBlock(tail)) {
    found.push(tail.slice(0, end));
    tail = tail.slice(end);
  }
  return { finished: found.length > 0 ? [...before.finished, ...found] : before.finished, tail };
}

/** Where the first block surely ends, or 0 while that cannot be known. */
function endOfFirstBlock(text: string): number {
  let fence: Fence | undefined;
  let list = false;
  let begun = false;
  let blankBefore = false;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const complete = newline >= 0;
    const end = complete ? newline + 1 : text.length;
    const line = text.slice(start, complete ? newline : end).replace(/\r$/, '');
    const blank = line.trim() === '';

    if (begun && !fence && !blank) {
      const starts = startsBlock(line, complete, list, blankBefore);
      if (starts === 'yes') return start;
      if (starts === 'unknown') return 0;
    }
    if (!begun && !blank) {
      begun = true;
      if (!complete && isUndecided(line)) return 0;
      list = listItem.test(line);
    }

    const next = complete && !blank ? nextFence(fence, line, list) : fence;
    if (fence && !next && !list) return end;
    fence = next;
    if (complete && !fence && !list && heading.test(line) && !blankBefore) return end;
    blankBefore = blank && begun;
    start = end;
  }
  return 0;
}

/** True while a first line could still become a list item or not. */
function isUndecided(line: string): boolean {
  return /^ {0,3}(?:[-*+]|\d{1,9}[.)]?)?$/.test(line);
}

/** Whether a line that is not the first of its block begins another one. */
function startsBlock(
  line: string,
  complete: boolean,
  list: boolean,
  blankBefore: boolean,
): 'yes' | 'no' | 'unknown' {
  const indented = /^[ \t]/.test(line);
  if (!blankBefore) {
    // Headings and fences need no blank line before them; inside lists they may belong to an item.
    if (list || indented) return 'no';
    if (!complete) return /^[#`~]/.test(line) ? 'unknown' : 'no';
    return heading.test(line) || isFenceOpening(line) ? 'yes' : 'no';
  }
  if (indented) return 'no';
  if (!list) return 'yes';
  if (!complete && isUndecided(line)) return 'unknown';
  return listItem.test(line) ? 'no' : 'yes';
}

function isFenceOpening(line: string): boolean {
  const match = fenceLine.exec(line);
  return match !== null && !(match[2]?.startsWith('`') && match[3]?.includes('`'));
}

function nextFence(fence: Fence | undefined, line: string, list: boolean): Fence | undefined {
  const match = fenceLine.exec(line);
  const [, space = '', marker = '', rest = ''] = match ?? [];
  if (fence) {
    // The end of the list item that holds it ends a fence, closed or not.
    if (list && fence.indent > 0 && !/^[ \t]/.test(line)) return undefined;
    const closes =
      match !== null &&
      marker[0] === fence.marker[0] &&
      marker.length >= fence.marker.length &&
      rest.trim() === '' &&
      (list || space.length <= 3);
    return closes ? undefined : fence;
  }
  if (!match || !isFenceOpening(line) || (!list && space.length > 3)) return undefined;
  return { marker, indent: space.length };
}

export type Block =
  | { type: 'markdown'; source: string }
  | { type: 'code'; info: string; code: string; closed: boolean };

/** Reads a block that is one code fence without a markdown parser; every other block is markdown. */
export function readBlock(source: string): Block {
  const match = /^(?:[ \t]*\r?\n)*( {0,3})(`{3,}|~{3,})([^\n]*)(?:\n|$)/.exec(source);
  if (!match || !isFenceOpening((match[2] ?? '') + (match[3] ?? ''))) return { type: 'markdown', source };
  const [opening, indent = '', marker = '', info = ''] = match;
  const body = source.slice(opening.length);
  const closing = new RegExp(`(?:^|\\n) {0,3}\\${marker[0]}{${marker.length},}[ \\t]*\\r?\\n?\\s*$`);
  const end = closing.exec(body);
  const code = (end ? body.slice(0, end.index) : body).replace(
    new RegExp(`^ {0,${indent.length}}`, 'gm'),
    '',
  );
  return { type: 'code', info: info.trim().split(/\s/)[0] ?? '', code, closed: end !== null };
}
