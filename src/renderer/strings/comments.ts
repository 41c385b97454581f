import { MAX_COMMENT_TEXT, type ReviewComment } from '../../shared/domain/comment';
import { formatShortcut } from '../lib/shortcut';

const number = new Intl.NumberFormat('en');
const comments = (count: number) => `${number.format(count)} ${count === 1 ? 'comment' : 'comments'}`;

const resolutions = {
  user: 'Resolved by you',
  changed: 'Resolved: its lines changed',
  gone: 'Resolved: the file is gone',
} as const;

const placeOf = ({ side, range }: Pick<ReviewComment, 'side' | 'range'>) => {
  if (!range) return 'the whole file';
  const [first, last] = range;
  const lines = first === last ? `line ${first}` : `lines ${first}–${last}`;
  return side === 'old' ? `removed ${lines}` : lines;
};

/** What is said around comments on lines. */
export const commentsStrings = {
  group: 'Comments',
  title: 'Comments',
  you: 'You',
  comment: 'Comment',
  commentOnLine: 'Comment on this line (c)',
  commentOnFile: (path: string) => `Comment on ${path}`,
  boxLabel: (place: Pick<ReviewComment, 'side' | 'range'>) => `Comment on ${placeOf(place)}`,
  boxHint: 'What should be different?',
  editLabel: 'Edit the comment',
  save: 'Save',
  cancel: 'Cancel',
  saveKeys: () => `${formatShortcut('Mod+Enter')} saves, ${formatShortcut('Escape')} discards`,
  tooLong: (length: number) =>
    `${number.format(length)} of ${number.format(MAX_COMMENT_TEXT)} characters: shorten it to save`,
  onOlder: 'These lines have changed since you began.',
  discarded: 'Comment discarded',
  deleted: 'Comment deleted',
  undo: 'Undo',

  place: placeOf,
  placeInFile: (path: string, comment: Pick<ReviewComment, 'side' | 'range'>) =>
    `${path}, ${placeOf(comment)}`,
  cardLabel: (comment: Pick<ReviewComment, 'side' | 'range' | 'state'>) =>
    `Comment on ${placeOf(comment)}, ${comment.state}`,
  outdated: 'Outdated',
  outdatedHint: 'Its lines have changed since it was written',
  sentTo: (agent: string) => `Sent to ${agent}`,
  resolution: ({ resolution = 'user' }: Pick<ReviewComment, 'resolution'>) => resolutions[resolution],
  forAgent: (agent: string) => `for ${agent}`,
  remove: 'Delete',
  resolve: 'Resolve',
  reopen: 'Reopen',
  editThis: 'Edit the comment',
  resolveThis: 'Resolve the comment',
  reopenThis: 'Open the comment again, to change it and send it once more',
  removeThis: 'Delete the comment',

  count: comments,
  openInSession: (count: number) => `${comments(count)} to send`,
  inFile: comments,
  bar: (open: number, sent: number, unfinished: number) => {
    const rest = [
      ...(sent > 0 ? [`${number.format(sent)} sent`] : []),
      ...(unfinished > 0 ? [`${number.format(unfinished)} unfinished`] : []),
    ];
    return [comments(open), ...rest].slice(open > 0 || rest.length === 0 ? 0 : 1).join(', ');
  },
  list: 'List of comments',
  listTitle: (open: number) => (open === 0 ? 'Comments' : `Comments (${number.format(open)} open)`),
  none: 'No comments. Press C on a line to say what should be different.',
  unfinished: 'Unfinished',
  groups: { open: 'Open', sent: 'Sent', resolved: 'Resolved' } as const,
  send: (agent: string) => `Send to ${agent}`,
  sendToMany: (agents: number) => `Send to ${agents} agents`,
  sendAllTo: (agent: string) => `Send all to ${agent}`,
  sendOther: 'Send to another agent',
  sent: (count: number, agents: readonly string[]) => `Sent ${comments(count)} to ${agents.join(' and ')}`,
  nothingToSend: 'No comment is open. Press C on a line to write one.',

  actions: {
    comment: 'Comment on the lines at the cursor',
    send: 'Send comments to their agents',
    list: 'Show comments',
  },
} as const;
