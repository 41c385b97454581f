import type { FoundOverlap, OverlapChoice } from '../features/composer/model/overlap';
import { shortenPath } from '../lib/format';

/** How many files a sentence names. */
const NAMED = 3;

export const overlapStrings = {
  askAgain: 'Ask again when agents overlap',
  badge: { beside: 'Beside', 'read-only': 'Read only' },
  badgeHint: {
    beside: 'Starts at once, beside whoever works here',
    'read-only': 'Starts at once, and changes nothing',
  },
  change: 'Change',
  changeHint: 'Ask again when agents overlap in this session',
  /** `agent` is the one that the prompt is for. */
  choice: (choice: OverlapChoice, agent: string) =>
    ({ beside: `Let ${agent} work`, wait: 'Wait', 'read-only': 'Read only' })[choice],
  hint: ({ kind, agents }: FoundOverlap, choice: OverlapChoice, names: string) => {
    if (choice === 'wait') return `Starts when ${names} ${is(agents)} done.`;
    if (choice === 'read-only')
      return kind === 'working'
        ? 'Starts now and only reads: Coppice refuses what it asks to write or run.'
        : 'It only reads: Coppice refuses what it asks to write or run.';
    return kind === 'working'
      ? `Starts now, beside ${names}, in the same files. Each line keeps its author.`
      : 'It may change those files too. Each line keeps its author.';
  },
  names: (names: readonly string[]) => new Intl.ListFormat('en').format(names),
  note: {
    beside: (name: string) => `Runs beside ${name}`,
    'read-only': (name: string) => `Runs beside ${name}, reading only`,
    wait: (name: string) => `Runs after ${name} is done`,
  },
  remember: 'Do not ask again in this session',
  send: {
    beside: 'Send and let it run beside the others',
    wait: 'Send and wait until the others are done',
    'read-only': 'Send as read only',
  } satisfies Record<OverlapChoice, string>,
  what: ({ kind, agents, files, named }: FoundOverlap, names: string) => {
    if (kind === 'pending')
      return `You have not decided yet on changes of ${names} in ${listed(files)}, which your prompt names.`;
    const work = `${names} ${is(agents)} at work`;
    const have = agents.length === 1 ? 'has' : 'have';
    if (named) return `${work} and ${have} changes in ${listed(files)}, which your prompt names.`;
    if (files.length > 0) return `${work} and ${have} changed ${listed(files)} so far.`;
    return `${work} in this worktree.`;
  },
};

function is(agents: readonly unknown[]): string {
  return agents.length === 1 ? 'is' : 'are';
}

function listed(files: readonly string[]): string {
  const shown = files.slice(0, NAMED).map((file) => shortenPath(file));
  const more = files.length - shown.length;
  const parts = more > 0 ? [...shown, `${more} more ${more === 1 ? 'file' : 'files'}`] : shown;
  return new Intl.ListFormat('en').format(parts);
}
