import type { Change, FileDiff } from '../../../../shared/domain/change';
import { imageType } from '../../../../shared/domain/image';
import type { ErrorInfo } from '../../../../shared/errors';
import { type DiffLayout, type DiffRow, diffRows, type TextDiff } from './diff-rows';
import { unreadableLine } from './generated';
import { lineText } from './line-text';
import type { PlacedRemark } from './remark';
import { wrapLine } from './wrap-line';

/** Pixels; rows are all this high, or a multiple of it where a line wraps. */
export const ROW_HEIGHT = 20;
export const HEADER_HEIGHT = 36;
const SEPARATOR_HEIGHT = 28;
export const NOTICE_HEIGHT = 36;
export const IMAGE_HEIGHT = 232;

/** What is known of a file's diff. */
export type DiffState =
  | { status: 'unknown' }
  | { status: 'failed'; error: ErrorInfo }
  | { status: 'ready'; diff: FileDiff; context: number };

/** Something to say about a file instead of, or above, its lines. */
export type Notice =
  | { kind: 'loading' }
  | { kind: 'failed'; error: ErrorInfo }
  | { kind: 'mode'; before: string; after: string }
  | { kind: 'unchanged-content' }
  | { kind: 'empty-file' }
  | { kind: 'mixed-endings' }
  | { kind: 'lfs-pointer' }
  | { kind: 'truncated' }
  | { kind: 'image' }
  /** Its lines are too long to be read: the longest has so many characters, or more. */
  | { kind: 'unreadable'; longest: number }
  | Exclude<FileDiff, TextDiff>;

export type BodyRow = DiffRow | { kind: 'notice'; notice: Notice };

/**
 * A file's rows and where each begins: `tops` has one more item than `rows`, the body's height. A row with
 * remarks is higher by them, and what stands above all rows makes the first begin later.
 */
export interface FileBody {
  rows: BodyRow[];
  tops: Uint32Array;
  diff: TextDiff | null;
  /** Digits of the greatest line number. */
  digits: number;
  /** Columns a line has before it wraps; 0 when lines do not wrap. */
  columns: number;
  /** A new or deleted file: one column and one line number say it all, in either layout. */
  oneSided: boolean;
  /** What was said about its lines, from top to bottom. */
  remarks: readonly PlacedRemark[];
}

export interface BodyOptions {
  layout: DiffLayout;
  /** Columns there are for a line whose numbers have this many digits; 0 when lines do not wrap. */
  columnsFor(digits: number, oneSided: boolean): number;
  /** Shows also lines that nobody can read. */
  anyway?: boolean;
}

/** A first guess of a body's height, so that the scroll bar is about right before diffs arrive. */
const MAX_GUESSED_ROWS = 400;

export function fileBody(change: Change, state: DiffState, options: BodyOptions): FileBody {
  if (state.status === 'unknown') return loadingBody(change);
  const notices = noticesOf(change, state).map((notice): BodyRow => ({ kind: 'notice', notice }));
  const diff = state.status === 'ready' && state.diff.kind === 'text' ? state.diff : null;
  const oneSided = change.status === 'added' || change.status === 'deleted';
  const layout = oneSided ? 'unified' : options.layout;
  const unreadable = diff && !options.anyway ? unreadableLine(diff) : null;
  if (unreadable !== null)
    notices.push({ kind: 'notice', notice: { kind: 'unreadable', longest: unreadable } });
  const lines =
    diff && unreadable === null && state.status === 'ready' ? diffRows(diff, layout, state.context) : [];
  const rows = [...notices, ...lines];
  const digits = diff ? digitsOf(diff) : MIN_DIGITS;
  const columns = options.columnsFor(digits, oneSided);
  return { rows, tops: topsOf(rows, diff, columns), diff, digits, columns, oneSided, remarks: [] };
}

const MIN_DIGITS = 3;

function digitsOf(diff: TextDiff): number {
  const last = diff.hunks.at(-1);
  if (!last) return MIN_DIGITS;
  const greatest = Math.max(last.oldStart + last.oldLines, last.newStart + last.newLines);
  return Math.max(MIN_DIGITS, String(greatest).length);
}

function loadingBody(change: Change): FileBody {
  const rows: BodyRow[] = [{ kind: 'notice', notice: { kind: 'loading' } }];
  const guess = Math.min(MAX_GUESSED_ROWS, change.insertions + change.deletions + 6);
  const image = change.binary && imageType(change.path) !== undefined;
  const small = image ? IMAGE_HEIGHT : NOTICE_HEIGHT;
  const height = change.binary || change.symlink || change.submodule ? small : guess * ROW_HEIGHT;
  return {
    rows,
    tops: Uint32Array.of(0, height),
    diff: null,
    digits: MIN_DIGITS,
    columns: 0,
    oneSided: false,
    remarks: [],
  };
}

function noticesOf(change: Change, state: DiffState): Notice[] {
  const notices: Notice[] = [];
  const modeChanged = change.status !== 'added' && change.status !== 'deleted';
  if (modeChanged && change.oldMode !== change.newMode) {
    notices.push({ kind: 'mode', before: change.oldMode, after: change.newMode });
  }
  if (state.status === 'failed') return [...notices, { kind: 'failed', error: state.error }];
  if (state.status !== 'ready') return notices;
  const image = imageType(change.path) !== undefined;
  if (state.diff.kind === 'binary' && image) return [...notices, { kind: 'image' }];
  if (state.diff.kind !== 'text') return [...notices, state.diff];
  if (image && state.diff.hunks.length > 0 && !isLfsPointer(state.diff)) notices.push({ kind: 'image' });
  if (isLfsPointer(state.diff)) notices.push({ kind: 'lfs-pointer' });
  if (state.diff.eol === 'mixed') notices.push({ kind: 'mixed-endings' });
  if (state.diff.hunks.length === 0) {
    const empty = change.status === 'added' || change.status === 'deleted';
    if (empty) notices.push({ kind: 'empty-file' });
    else if (notices.length === 0 || change.oldPath) notices.push({ kind: 'unchanged-content' });
  }
  return notices;
}

/** The few lines that Git LFS stores in place of a file. */
function isLfsPointer({ hunks }: TextDiff): boolean {
  const [first, ...others] = hunks;
  if (!first || others.length > 0 || Math.min(first.oldStart, first.newStart) > 1) return false;
  return first.lines.some(({ text }) => text.startsWith('version https://git-lfs.github.com/spec/'));
}

function topsOf(rows: readonly BodyRow[], diff: TextDiff | null, columns: number): Uint32Array {
  const tops = new Uint32Array(rows.length + 1);
  let top = 0;
  rows.forEach((row, index) => {
    tops[index] = top;
    top += rowHeight(row, diff, columns);
  });
  tops[rows.length] = top;
  return tops;
}

function rowHeight(row: BodyRow, diff: TextDiff | null, columns: number): number {
  switch (row.kind) {
    case 'separator':
      return SEPARATOR_HEIGHT;
    case 'notice':
      return row.notice.kind === 'image' ? IMAGE_HEIGHT : NOTICE_HEIGHT;
    case 'truncated':
      return NOTICE_HEIGHT;
    case 'line':
      return ROW_HEIGHT * lineRows(diff, row.hunk, row.line, columns);
    case 'pair':
      return (
        ROW_HEIGHT *
        Math.max(lineRows(diff, row.hunk, row.left, columns), lineRows(diff, row.hunk, row.right, columns))
      );
  }
}

function lineRows(diff: TextDiff | null, hunk: number, line: number | null, columns: number): number {
  const source = line === null ? undefined : diff?.hunks[hunk]?.lines[line];
  if (!source || columns <= 0) return 1;
  return 1 + wrapLine(lineText(source).text, columns).length;
}
