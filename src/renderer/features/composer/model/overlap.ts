import type { Author, Change } from '../../../../shared/domain/change';
import type { AgentId } from '../../../../shared/domain/ids';
import type { Turn } from '../../../../shared/domain/turn';
import type { Draft } from './draft';

/** What a prompt gets in the way of. */
export interface FoundOverlap {
  /** `working`: other agents are at work; `pending`: nobody is, but they left changes to files the prompt names. */
  kind: 'working' | 'pending';
  agents: AgentId[];
  /** Files they have pending changes in: those the prompt names, else those of their running turns. */
  files: string[];
  /** True when the prompt names the files. */
  named: boolean;
}

/** What to do about an overlap; `wait` is nothing, as turns of a session wait for one another. */
export type OverlapChoice = 'beside' | 'wait' | 'read-only';

/** The turns of other agents that are at work. */
export function othersAtWork(agent: AgentId, active: readonly Turn[]): Turn[] {
  return active.filter((turn) => turn.agent !== agent);
}

/** What a prompt for `agent` would overlap with, by what is known; null for nothing. */
export function findOverlap(
  agent: AgentId,
  active: readonly Turn[],
  changes: readonly Change[],
  draft: Pick<Draft, 'text' | 'mentions'>,
): FoundOverlap | null {
  const others = othersAtWork(agent, active);
  const atWork = new Set(others.map((turn) => turn.agent));
  const isTheirs = (author: Author) =>
    author.kind === 'agent' && (others.length > 0 ? atWork.has(author.agent) : author.agent !== agent);
  const theirs = changes.filter(({ authors }) => authors.some(isTheirs));
  const names = namesIn(draft);
  const named = theirs.filter(
    ({ path, oldPath }) => names(path) || (oldPath !== undefined && names(oldPath)),
  );
  if (others.length > 0) {
    const turns = new Set(others.map(({ id }) => id));
    const inTurn = theirs.filter(({ authors }) =>
      authors.some(({ kind, ...author }) => 'turnId' in author && author.turnId && turns.has(author.turnId)),
    );
    const files = (named.length > 0 ? named : inTurn).map(({ path }) => path);
    return { kind: 'working', agents: [...atWork], files, named: named.length > 0 };
  }
  if (named.length === 0) return null;
  const authors = named.flatMap((change) => change.authors.filter(isTheirs));
  const agents = new Set(authors.flatMap((author) => (author.kind === 'agent' ? [author.agent] : [])));
  return { kind: 'pending', agents: [...agents], files: named.map(({ path }) => path), named: true };
}

/** Whether a prompt names a path: mentions it, or has it, its end from a `/` on, or a folder it is in as a word. */
function namesIn({ text, mentions }: Pick<Draft, 'text' | 'mentions'>): (path: string) => boolean {
  const mentioned = new Set(mentions.filter((path) => text.includes(`@${path}`)));
  const words = new Set(text.split(/[\s"'`()[\]{}<>|,;]+/).map(bare));
  return (path) => {
    if (mentioned.has(path) || words.has(path)) return true;
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      const rest = path.slice(at + 1);
      // A last part without a dot or a slash is any word: "make", "license", "test".
      if (/[./]/.test(rest) && words.has(rest)) return true;
      if (words.has(path.slice(0, at + 1))) return true;
    }
    return false;
  };
}

/** A word without what stands around a path: a mention's sign, `./`, a line number, the end of a sentence. */
function bare(word: string): string {
  return word
    .replace(/^@/, '')
    .replace(/^\.\//, '')
    .replace(/[.:!?]+$/, '')
    .replace(/(:\d+)+$/, '');
}
