import type { RewindFile } from '../../shared/domain/rewind';

const files = (count: number) => (count === 1 ? '1 file' : `${count} files`);

const outcomes: Record<RewindFile['outcome'], string> = {
  changed: 'goes back',
  'brought-back': 'comes back',
  removed: 'goes',
  conflict: 'changed in the same place since',
  blocked: 'stays: something else is in its place',
};

/** What the timeline of a session and its rewinds say. */
export const timelineStrings = {
  open: 'Timeline',
  title: 'Timeline',
  intro: 'What was done in this session, newest first. Every moment can be gone back to.',
  reading: 'Reading what was done…',
  empty: 'Nothing has been changed in this session yet.',
  list: 'What was done',
  now: 'now',
  files,
  /** What an entry changed: the first of its files by name. */
  changed: (paths: readonly string[], count: number) =>
    `${paths.join(', ')}${count > paths.length ? ` and ${count - paths.length} more` : ''}`,
  filesThen: (count: number) =>
    count === 0
      ? 'After this, nothing differed from the base.'
      : `After this, ${files(count)} differed from the base.`,
  moreFiles: (count: number) => `and ${count} more`,
  toBefore: 'Rewind to before this',
  takeTurn: 'Rewind this turn',
  takeAgent: (agent: string) => `Rewind all of ${agent} since here`,
  show: 'Show its pending changes',
  previewSession: (author: string, when: string) => `Rewind the session to before ${author}, ${when}`,
  previewTurn: (author: string) => `Rewind ${author}`,
  previewAgent: (agent: string) => `Rewind all of ${agent} since then`,
  looking: 'Looking at what would happen…',
  nothing: 'Nothing of it is left, so there is nothing to rewind.',
  willSession: (count: number) => `${files(count)} will be as they were then, whoever changed them since.`,
  willAgent: (count: number) => `${files(count)} will be without this work. What others did stays.`,
  stays: 'Commits stay, and what you accepted stays accepted. You can undo this.',
  outcome: (outcome: RewindFile['outcome']) => outcomes[outcome],
  conflicts: (count: number) =>
    `In ${files(count)} somebody changed the same lines afterwards. Those lines stay as they are, unless you rewind the whole file to before this work.`,
  keep: 'Keep those lines',
  takeWhole: 'Rewind the file',
  choiceFor: (path: string) => `What becomes of ${path}`,
  back: 'Back',
  confirm: (count: number) => `Rewind ${files(count)}`,
  done: (count: number) => `Rewound ${files(count)}`,
  undo: 'Undo',
  again: 'Look again',
};
