import type { Change, ChangeStatus, DiffLine, SkippedPath } from '../../shared/domain/change';
import type { DecidedOn, Decision, Inseparable } from '../../shared/domain/decision';

const number = new Intl.NumberFormat('en');
const plural = (count: number, one: string, many = `${one}s`) =>
  `${number.format(count)} ${count === 1 ? one : many}`;

const statuses: Record<ChangeStatus, string> = {
  added: 'Added',
  modified: 'Modified',
  deleted: 'Deleted',
  renamed: 'Renamed',
  'type-changed': 'Type changed',
};

const skippedReasons: Record<SkippedPath['reason'], string> = {
  unreadable: 'cannot be read',
  'nested-repository': 'is a repository of its own: what changes in it is not shown',
  submodule: 'is a submodule: only which commit it is at is shown, no edits in it',
  'empty-submodule': 'is a submodule and empty here: fill it with git submodule update --init',
  'too-large': 'is too large to keep',
  'too-many': 'has too many new files to keep; ignore or commit it',
};

const lineKinds: Record<DiffLine['type'], string> = {
  context: 'line',
  insert: 'added line',
  delete: 'removed line',
};

const decisionKinds: Record<Decision['kind'], string> = {
  accept: 'Accepted',
  reject: 'Rejected',
  rewind: 'Rewound',
  undo: 'Undid',
};

const decidedOn = (what: DecidedOn) =>
  what.files === 1 ? `${partOf(what)}${what.path}` : plural(what.files, 'file');

const partOf = ({ partly, lines }: DecidedOn) => {
  if (!lines) return partly ? 'a part of ' : '';
  const { side, range } = lines;
  const [first, last] = range;
  return `${side === 'old' ? 'removed ' : ''}${first === last ? `line ${first}` : `lines ${first}–${last}`} of `;
};

/** As `decidedOn`, but so that what was decided on several files is told apart too. */
const listedOn = (what: DecidedOn) =>
  what.files === 1 ? decidedOn(what) : `${what.path} and ${number.format(what.files - 1)} more`;

const NAMED = 5;
const firstOf = (paths: readonly string[]) =>
  `${paths.slice(0, NAMED).join(', ')}${paths.length > NAMED ? ` and ${number.format(paths.length - NAMED)} more` : ''}`;

/** What the changes panel says. */
export const changesStrings = {
  title: 'Changes',
  files: (count: number) => plural(count, 'file'),
  filesShown: (shown: number, all: number) => `${number.format(shown)} of ${plural(all, 'file')}`,
  filterLabel: 'Filter files by path',
  clearFilter: 'Clear the filter',
  filterByAuthor: 'Filter by who made the change',
  everybody: 'All',
  user: 'You',
  unknown: 'Unknown',
  unknownAuthor: 'Not known who changed this',
  turn: (turn: number | undefined) => (turn === undefined ? 'An earlier turn' : `Turn ${turn}`),
  turnNamed: (turn: number | undefined, prompt: string | undefined) =>
    `Turn ${turn ?? '?'}${prompt ? `: ${prompt}` : ''}`,
  onlyTurn: (turn: number | undefined, prompt: string | undefined) =>
    `Only turn ${turn ?? '?'}${prompt ? `: ${prompt.slice(0, 40)}` : ''}`,
  by: (label: string, author: string) => `${label}, by ${author}`,
  authorTurn: (name: string, turn: number) => `${name} · turn ${turn}`,
  authorFiles: (name: string, count: number) => `${name}, ${plural(count, 'file')}`,
  more: 'More actions',
  refresh: 'Refresh',
  refreshing: 'Looking for changes…',
  layout: 'Layout of the differences',
  unified: 'Unified',
  split: 'Split',
  toSplit: 'Show side by side',
  toUnified: 'Show in one column',
  wrap: 'Wrap long lines',
  showList: 'List of files',
  collapseAll: 'Collapse all',
  expandAll: 'Expand all',
  keys: 'Keyboard shortcuts',
  decideAll: {
    accept: {
      all: 'Accept all',
      shown: (count: number) => `Accept ${number.format(count)}`,
      lines: 'Accept their lines',
    },
    reject: {
      all: 'Reject all',
      shown: (count: number) => `Reject ${number.format(count)}`,
      lines: 'Reject their lines',
    },
  },
  accept: 'Accept',
  reject: 'Reject',
  acceptFile: (path: string) => `Accept ${path}`,
  rejectFile: (path: string) => `Reject ${path}`,
  accepting: 'Accepting…',
  rejecting: 'Rejecting…',
  gitIsSlow: 'Git is taking long here…',
  gitIsSlowHint:
    'A filter of the repository or the disk may hang. Called off, files go back to where they were.',
  callOff: 'Call off',
  waiting: (count: number) => `${number.format(count)} waiting`,
  waitingHint: 'Decided, and done as soon as the decision before it is.',
  waitingLost: (count: number, paths: readonly string[]) =>
    `${plural(count, 'further decision')} on ${paths.length === 1 ? paths[0] : plural(paths.length, 'file')} ${count === 1 ? 'was' : 'were'} not made.`,
  waitingLostHint: 'The one before it was not made, or the file changed meanwhile. Look again and decide.',
  updated: 'updated',
  updatedHint: 'Changed since you last saw it',
  generated: {
    lock: 'lock file',
    minified: 'minified',
    'source-map': 'source map',
    snapshot: 'snapshot',
    built: 'built',
    attribute: 'generated',
  },
  generatedWhy: {
    lock: 'Closed at first: lock files are written by a package manager.',
    minified: 'Closed at first: minified files are written by a build.',
    'source-map': 'Closed at first: source maps are written by a build.',
    snapshot: 'Closed at first: snapshots are written by a test runner.',
    built: 'Closed at first: it is in a folder of built or foreign files.',
    attribute: 'Closed at first: .gitattributes calls it generated.',
  },
  unreadable: (longest: number) =>
    `Its lines are too long to be read: up to ${number.format(longest)} characters${longest >= 10_000 ? ' and more' : ''}.`,
  showAnyway: 'Show anyway',
  binary: 'binary',
  symlink: 'link',
  submodule: 'submodule',
  mode: 'mode',
  status: (status: ChangeStatus) => statuses[status],
  fileLabel: ({ path, status, insertions, deletions }: Change, marked: boolean) =>
    `${path}, ${statuses[status].toLowerCase()}, ${plural(insertions, 'line')} added, ${number.format(deletions)} removed${marked ? ', has conflict markers' : ''}`,
  marked: 'conflict',
  markedHint:
    'The merge left conflict markers (<<<<<<<) in it. Take them out, or have an agent do it, before you accept it.',
  renamedFrom: (path: string) => `from ${path}`,
  fileList: 'Changed files',
  diffs: 'Differences',
  changedLines: (path: string) => `Lines of ${path}`,
  lineLabel: (type: DiffLine['type'], line: number | undefined, text: string) =>
    `${lineKinds[type]} ${line ?? ''}: ${text.trim() === '' ? 'blank' : text}`,
  noLine: 'no line',
  hiddenLines: (count: number) => plural(count, 'unchanged line'),
  restOfFile: 'More of the file',
  fileStart: 'Start of the file',
  expand: 'Show more of the file around the changes',
  find: 'Find in changes',
  findBy: {
    caseSensitive: 'Match case',
    wholeWord: 'Match whole words',
    regex: 'Use a regular expression',
  },
  matchOf: (at: number, count: number, more: boolean) =>
    `${at > 0 ? `${number.format(at)} of ` : ''}${number.format(count)}${more ? '+' : ''}${at > 0 ? '' : ' found'}`,
  noMatches: 'No matches',
  findSearching: 'Searching…',
  previousMatch: 'Previous match',
  nextMatch: 'Next match',
  closeFind: 'Close the search',
  horizontal: 'Scroll long lines sideways',

  loading: 'Reading the differences…',
  cutChars: (count: number) => `… ${plural(count, 'more character')} not shown`,
  noNewline: 'No newline at end of file',
  lineEndingChanged: (crlf: boolean) => (crlf ? 'now ends in CRLF' : 'now ends in LF'),
  carriageReturn: 'CR',
  lfsPointer: 'Git LFS keeps this file elsewhere: only the pointer to it can be compared here.',
  mixedEndings: 'This file mixes CRLF and LF line endings.',
  truncated: 'The rest of this diff is not shown: it is too long to read here.',
  modeChanged: (before: string, after: string) => `Mode changed from ${before} to ${after}`,
  modeName: (mode: string) =>
    ({ '100644': 'regular file', '100755': 'executable', '120000': 'link', '160000': 'submodule' })[mode] ??
    mode,
  unchangedContent: 'Moved without changing its content.',
  emptyFile: 'The file is empty.',
  binaryChanged: (before: string | null, after: string | null) =>
    before === null
      ? `Binary file, ${after ?? '0 bytes'}`
      : after === null
        ? `Binary file, was ${before}`
        : `Binary file, ${before} → ${after}`,
  linkTo: (before: string | null, after: string | null) =>
    before === null
      ? `Link to ${after}`
      : after === null
        ? `Link to ${before} removed`
        : `Link moved from ${before} to ${after}`,
  submoduleAt: (before: string | null, after: string | null) =>
    before === null
      ? `Submodule added at ${after}`
      : after === null
        ? `Submodule removed, was at ${before}`
        : `Submodule moved from ${before} to ${after}`,
  imageBefore: 'Before',
  imageAfter: 'After',
  imageAdded: 'Added',
  imageDeleted: 'Removed',
  imageOf: (side: string, path: string) => `${side}: ${path}`,
  imagePixels: (width: number, height: number) => `${number.format(width)} × ${number.format(height)}`,
  imageTooLarge: 'Too large to show here.',
  imageTooManyPixels: 'Too many pixels to show here.',
  imageBroken: 'This cannot be shown: it is broken or of an unknown format.',
  imageLoading: 'Reading the image…',
  tooLarge: (size: string) => `Too large to show here (${size}).`,
  reveal: 'Show in folder',
  retry: 'Try again',

  accepted: (what: DecidedOn) => `Accepted ${decidedOn(what)}`,
  rejected: (what: DecidedOn) => `Rejected ${decidedOn(what)}`,
  undone: (files: number, path: string) => `Undone for ${files === 1 ? path : plural(files, 'file')}`,
  redone: (files: number, path: string) => `Redone for ${files === 1 ? path : plural(files, 'file')}`,
  undo: 'Undo',
  undoLast: 'Undo the last decision',
  redo: 'Redo',
  inseparable: (places: readonly Inseparable[]) =>
    `Not decided: ${places
      .slice(0, 3)
      .map(({ path, old, new: now }) => {
        const range = now ?? old;
        return range ? `${path} line ${range[0]}` : path;
      })
      .join(
        ', ',
      )}${places.length > 3 ? ` and ${number.format(places.length - 3)} more` : ''}. Several authors wrote there.`,

  acceptHunk: 'Accept this hunk',
  rejectHunk: 'Reject this hunk',
  acceptMode: 'Accept the change of mode',
  rejectMode: 'Reject the change of mode',
  selectedLines: (count: number) => `${plural(count, 'line')} selected`,
  /** Unchanged lines can be selected too, but only changed ones are decided on. */
  selectedChanged: (changed: number) => `${changed === 0 ? 'none' : number.format(changed)} of them changed`,
  clearSelection: 'Clear the selection',
  viewed: 'Viewed',
  viewedFile: (path: string) => `Viewed ${path}`,

  decisions: 'Decisions',
  noDecisions: 'Nothing has been decided in this session yet.',
  decision: ({ kind, what }: Decision) => `${decisionKinds[kind]} ${listedOn(what)}`,
  /** Of an undo, or of one that did a decision again. */
  undid: ({ kind, what }: Decision, again: boolean) =>
    `${again ? 'Redid' : 'Undid'}: ${decisionKinds[kind].toLowerCase()} ${listedOn(what)}`,
  decisionUndone: 'undone',
  decisionCommitted: 'committed',
  undoDecision: (text: string) => `Undo: ${text}`,
  redoDecision: (text: string) => `Redo: ${text}`,

  acceptedPending: 'Accepted, not yet committed',
  byAuthor: 'Decide by author',
  allOf: {
    accept: (who: string) => `Accept all of ${who}`,
    reject: (who: string) => `Reject all of ${who}`,
  },
  turnOf: {
    accept: (who: string) => `Accept a turn of ${who}`,
    reject: (who: string) => `Reject a turn of ${who}`,
  },
  rejectByTitle: (who: string) => `Reject everything ${who} changed?`,
  stale: (paths: readonly string[]) =>
    paths.length === 1
      ? `${paths[0]} changed since you saw it.`
      : `${paths.length === 0 ? 'Some of these files' : plural(paths.length, 'file')} changed since you saw them.`,
  staleHint: (paths: readonly string[]) =>
    `${paths.length > 1 ? `${firstOf(paths)}. ` : ''}Nothing was applied. The list is up to date now: look again and decide.`,
  rejectTitle: (count: number) => `Reject the changes to ${plural(count, 'file')}?`,
  rejectByBody: 'What others changed in these files stays. You can undo that afterwards.',
  rejectBody: 'The files go back to how they were last accepted. You can undo that afterwards.',
  cancel: 'Cancel',

  emptyTitle: 'No changes yet',
  emptyBody: 'What the agents change in this session’s worktree appears here, with who did it.',
  doneTitle: 'Everything is decided',
  doneBody: 'No change is waiting. New ones appear here as the agents work.',
  noMatchTitle: 'No file matches',
  noMatchBody: 'Other files are hidden by the filter.',
  computing: 'Looking at the worktree…',
  noWorktreeTitle: 'No worktree',
  noWorktreeBody: 'This session has none, so nothing can change in it.',
  noGitTitle: 'Git is not installed',
  noGitBody: 'Changes are compared by git. Install it, then refresh.',
  skipped: (count: number) => `${plural(count, 'path')} not looked into`,
  skippedReason: ({ reason, count }: SkippedPath) =>
    count === undefined ? skippedReasons[reason] : `${skippedReasons[reason]} (${plural(count, 'file')})`,

  shortcuts: [
    ['J / K', 'Next or previous hunk'],
    ['N / P', 'Next or previous file'],
    ['ArrowDown / ArrowUp', 'Next or previous line'],
    ['Shift+ArrowDown / Shift+ArrowUp', 'Select lines, side by side only on one side'],
    ['Shift+ArrowLeft / Shift+ArrowRight', 'Select on the left or the right side'],
    ['Space', 'Select the line, or clear the selection'],
    ['A / R', 'Accept or reject the selection, else the hunk, else the file'],
    ['Shift+A / Shift+R', 'Accept or reject the file'],
    ['C', 'Comment on the selection, else the change at the cursor, else the file'],
    ['Shift+C', 'Send the comments to the agents that wrote the lines'],
    ['Mod+Z', 'Undo the last decision'],
    ['V', 'Viewed: close the file until it changes'],
    ['O / Enter', 'Collapse or expand the file'],
    ['U', 'Unified or side by side'],
    ['W', 'Wrap long lines'],
    ['Mod+F', 'Find in changes'],
    ['Enter / Shift+Enter', 'Next or previous match, while finding'],
    ['/', 'Filter files'],
    ['?', 'Show these keys'],
  ] as const,
};
