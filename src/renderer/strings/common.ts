/** Words that every feature shares. */
export const commonStrings = {
  cancel: 'Cancel',
  close: 'Close',
  copied: 'Copied',
  copy: 'Copy',
  copyRefused: 'The clipboard could not be reached.',
  copyDetails: 'Copy details',
  dismiss: 'Dismiss',
  loading: 'Loading',
  retry: 'Try again',
  showDetails: 'Show details',
  hideDetails: 'Hide details',
  undo: 'Undo',
  notifications: 'Notifications',
  noProgram: (command: string) => `No program “${command}”`,
  linesChanged: (insertions: number, deletions: number) =>
    `${insertions} ${insertions === 1 ? 'line' : 'lines'} added, ${deletions} removed`,
};

export const connectStrings = {
  noPort: {
    message: 'The window could not reach the rest of Coppice.',
    hint: 'Reload the window; if it stays like this, quit Coppice and start it again.',
  },
};

const number = new Intl.NumberFormat('en');

/** That the worktree is being made, with how far it is once that is known; counts are files. */
export const preparingStrings = {
  short: (done: number | undefined, total: number | undefined) =>
    done === undefined || !total
      ? statusStrings.preparing
      : `${statusStrings.preparing}, ${Math.floor((100 * done) / total)}%`,
  long: (done: number | undefined, total: number | undefined) =>
    done === undefined || !total
      ? 'Making the worktree…'
      : `Making the worktree… ${number.format(done)} of ${number.format(total)} files`,
  progress: 'Files of the worktree',
};

/** What a session's status is called, for the eye and for screen readers. */
export const statusStrings = {
  preparing: 'Making the worktree',
  idle: 'Idle',
  working: 'Working',
  'needs-you': 'Needs you',
  failed: 'Failed',
  interrupted: 'Interrupted',
};
