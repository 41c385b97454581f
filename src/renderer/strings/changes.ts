import type { ChangeStatus, DiffLine, SkippedPath } from '../../shared/domain/change';

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
  'nested-repository': 'is a repository of its own',
  'too-large': 'is too large to keep',
};

const lineKinds: Record<DiffLine['type'], string> = {
  context: 'line',
  insert: 'added line',
  delete: 'removed line',
};

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
  acceptAll: 'Accept all',
  rejectAll: 'Reject all',
  acceptShown: (count: number) => `Accept ${number.format(count)}`,
  rejectShown: (count: number) => `Reject ${number.format(count)}`,
  accept: 'Accept',
  reject: 'Reject',
  acceptFile: (path: string) => `Accept ${path}`,
  rejectFile: (path: string) => `Reject ${path}`,
  accepting: 'Accepting…',
  rejecting: 'Rejecting…',
  updated: 'updated',
  updatedHint: 'Changed since you last saw it',
  generated: 'generated',
  binary: 'binary',
  symlink: 'link',
  submodule: 'submodule',
  mode: 'mode',
  status: (status: ChangeStatus) => statuses[status],
  fileLabel: (path: string, status: ChangeStatus, insertions: number, deletions: number) =>
    `${path}, ${statuses[status].toLowerCase()}, ${plural(insertions, 'line')} added, ${number.format(deletions)} removed`,
  renamedFrom: (path: string) => `from ${path}`,
  fileList: 'Changed files',
  diffs: 'Differences',
  changedLines: (path: string) => `Lines of ${path}`,
  lineLabel: (type: DiffLine['type'], line: number | undefined, text: string) =>
    `${lineKinds[type]} ${line ?? ''}: ${text.trim() === '' ? 'blank' : text}`,
  noLine: 'no line',
  hiddenLines: (count: number) => plural(count, 'unchanged line'),
  restOfFile: 'More of the file',
  expand: 'Show more of the file around the changes',
  horizontal: 'Scroll long lines sideways',

  loading: 'Reading the differences…',
  cutChars: (count: number) => `… ${plural(count, 'more character')} not shown`,
  noNewline: 'No newline at end of file',
  lineEndingChanged: (crlf: boolean) => (crlf ? 'now ends in CRLF' : 'now ends in LF'),
  carriageReturn: 'CR',
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
  tooLarge: (size: string) => `Too large to show here (${size}).`,
  reveal: 'Show in folder',
  retry: 'Try again',

  committed: (commit: string, branch: string) => `Committed ${commit} to ${branch}`,
  accepted: (count: number) => `Accepted ${plural(count, 'file')}`,
  rejected: (path: string) => `Rejected ${path}`,
  rejectedMany: (count: number) => `Rejected ${plural(count, 'file')}`,
  checkpointKept: 'A checkpoint from just before keeps what was there.',
  stale: (count: number, path: string) =>
    count === 1 ? `${path} changed since you saw it.` : 'Some of these files changed since you saw them.',
  staleHint: 'Nothing was applied. The list is up to date now: look again and decide.',
  rejectTitle: (count: number) => `Reject the changes to ${plural(count, 'file')}?`,
  rejectBody:
    'The files go back to how they were last accepted. A checkpoint is taken first, so what is there now can be recovered.',
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
  skipped: (count: number) => `${plural(count, 'path')} not included`,
  skippedReason: (reason: SkippedPath['reason']) => skippedReasons[reason],

  shortcuts: [
    ['j / k', 'Next or previous file'],
    ['↓ / ↑', 'Next or previous line'],
    ['n / p', 'Next or previous hunk'],
    ['a', 'Accept the file'],
    ['r', 'Reject the file'],
    ['o', 'Collapse or expand the file'],
    ['u', 'Unified or side by side'],
    ['w', 'Wrap long lines'],
    ['/', 'Filter files'],
    ['?', 'Show these keys'],
  ] as const,
};
