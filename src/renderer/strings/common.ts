/** Words that every feature shares. */
export const commonStrings = {
  cancel: 'Cancel',
  close: 'Close',
  copied: 'Copied',
  copy: 'Copy',
  copyDetails: 'Copy details',
  dismiss: 'Dismiss',
  loading: 'Loading',
  retry: 'Try again',
  showDetails: 'Show details',
  hideDetails: 'Hide details',
  undo: 'Undo',
  notifications: 'Notifications',
  linesChanged: (insertions: number, deletions: number) =>
    `${insertions} ${insertions === 1 ? 'line' : 'lines'} added, ${deletions} removed`,
};

export const connectStrings = {
  noPort: {
    message: 'The window could not reach the rest of Coppice.',
    hint: 'Reload the window; if it stays like this, quit Coppice and start it again.',
  },
};

/** `Preparing worktree`, with how far it is once that is known. */
export function preparingText(done: number | undefined, total: number | undefined): string {
  if (done === undefined || !total) return statusStrings.preparing;
  return `${statusStrings.preparing}, ${Math.floor((100 * done) / total)}%`;
}

/** What a session's status is called, for the eye and for screen readers. */
export const statusStrings = {
  preparing: 'Preparing worktree',
  idle: 'Idle',
  working: 'Working',
  'needs-you': 'Needs you',
  failed: 'Failed',
  interrupted: 'Interrupted',
};
