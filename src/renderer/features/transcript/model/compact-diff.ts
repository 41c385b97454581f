export interface DiffLine {
  sign: ' ' | '+' | '-' | '…';
  text: string;
}

const CONTEXT = 3;
/** Beyond this many lines either side, the middle is shown as removed and added whole. */
const MAX_COMPARED = 600;

/**
 * What a tool call says it changed, as lines; for a glance only. The changes to decide on are git's
 * and live in the DiffPanel.
 */
export function compactDiff(oldText: string | null, newText: string): DiffLine[] {
  const before = oldText === null ? [] : toLines(oldText);
  const after = toLines(newText);
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let tail = 0;
  while (
    tail < before.length - start &&
    tail < after.length - start &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail++;
  }
  const middle = compareMiddle(
    before.slice(start, before.length - tail),
    after.slice(start, after.length - tail),
  );
  const head = before.slice(0, start).map((text): DiffLine => ({ sign: ' ', text }));
  const end = before.slice(before.length - tail).map((text): DiffLine => ({ sign: ' ', text }));
  return foldContext([...head, ...middle, ...end]);
}

function toLines(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function compareMiddle(before: readonly string[], after: readonly string[]): DiffLine[] {
  if (before.length > MAX_COMPARED || after.length > MAX_COMPARED) {
    return [...before.map(removed), ...after.map(added)];
  }
  // Longest common subsequence, lengths of suffixes.
  const width = after.length + 1;
  const common = new Uint16Array((before.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] as number;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      common[i * width + j] =
        before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push({ sign: ' ', text: before[i++] as string });
      j++;
    } else if (j >= after.length || (i < before.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push(removed(before[i++] as string));
    } else {
      lines.push(added(after[j++] as string));
    }
  }
  return lines;
}

const removed = (text: string): DiffLine => ({ sign: '-', text });
const added = (text: string): DiffLine => ({ sign: '+', text });

/** Leaves out unchanged lines far from a change; `…` says how many. */
function foldContext(lines: readonly DiffLine[]): DiffLine[] {
  const near = new Uint8Array(lines.length);
  lines.forEach((line, index) => {
    if (line.sign === ' ') return;
    near.fill(1, Math.max(0, index - CONTEXT), Math.min(lines.length, index + CONTEXT + 1));
  });
  const folded: DiffLine[] = [];
  let skipped = 0;
  lines.forEach((line, index) => {
    if (near[index]) {
      if (skipped > 0) folded.push({ sign: '…', text: String(skipped) });
      skipped = 0;
      folded.push(line);
    } else {
      skipped++;
    }
  });
  if (skipped > 0) folded.push({ sign: '…', text: String(skipped) });
  return folded;
}
