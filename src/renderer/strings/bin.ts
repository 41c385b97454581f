import { fileSize, plural } from '../lib/format';

const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });

/** What the bin says: sessions that were deleted, and those that only git still knows. */
export const binStrings = {
  archive: 'Archived',
  bin: 'Bin',
  which: 'Which sessions to list',
  title: 'Archive and bin',
  titleOf: (repository: string) => `Archive and bin of ${repository}`,
  list: 'Bin…',
  note: 'Deleted sessions stay whole for 30 days, files that git ignores included.',
  none: 'The bin is empty',
  noneHint: 'A session you delete waits here for 30 days, and can be restored as it was.',
  loading: 'Looking into the bin…',
  delete: 'Delete session',
  deleteOne: (title: string) => `Delete ${title}`,
  deleted: (title: string) => `Deleted “${title}”`,
  deletedHint: 'It stays in the bin for 30 days.',
  counting: '…',
  leaving: 'being removed',
  removedAt: (when: number) => `removed for good on ${day.format(when)}`,
  removeOne: (title: string) => `Delete ${title} forever`,
  empty: 'Empty bin…',
  confirmLabel: 'Delete forever',
  confirmTitle: (count: number) => `Delete ${plural(count, 'session')} forever?`,
  confirm: (bytes: number, complete: boolean) =>
    `${complete ? fileSize(bytes) : `At least ${fileSize(bytes)}`} on disk, what was said, and all checkpoints go. A branch stays if only it has some commits. This cannot be undone.`,
  confirmFound:
    'Its checkpoints and its worktree go. A branch stays if only it has some commits. This cannot be undone.',
  removed: (count: number) => `${plural(count, 'session')} deleted forever`,
  kept: (branches: string[]) => `Kept, because only they have some commits: ${branches.join(', ')}`,
  leftFolders: (folders: string[]) => `Left alone, because they are not the session’s: ${folders.join(', ')}`,
  unreachable: 'Checkpoints stay in a repository that could not be reached.',
  found: 'Found in git, not in the database',
  foundNote: 'Their files and checkpoints are there; what was said in them is lost.',
  foundName: (id: string) => `Session ${id.slice(0, 8)}`,
  lastWorked: (when: string) => `last checkpoint ${when}`,
  adopt: 'Bring back',
  adoptOne: (name: string) => `Bring back ${name}`,
};
