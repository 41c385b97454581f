import type { Told } from '../../../src/main/git/checkpoints/replay-files';
import { CallOffs } from '../../../src/main/services/changes/call-offs';
import { ChangedFiles } from '../../../src/main/services/changes/changed-files';
import { Changes } from '../../../src/main/services/changes/changes';
import type { Origin } from '../../../src/main/services/changes/origin';
import { Decisions } from '../../../src/main/services/decisions/decisions';
import { Rewinds } from '../../../src/main/services/decisions/rewinds';
import { silentLog } from '../../../src/main/services/log';
import { UnfinishedMoves } from '../../../src/main/services/unfinished-moves';
import type { Author, Change, FileDiff } from '../../../src/shared/domain/change';
import type { AgentId, SessionId, TurnId } from '../../../src/shared/domain/ids';
import type { GitSandbox } from '../git/git-sandbox';
import { SessionFixture } from '../git/session-fixture';
import { addSession, openTestStore } from '../store/test-store';

export const sessionId = 's1' as SessionId;
export const user: Author = { kind: 'user' };
export const unknown: Author = { kind: 'unknown' };
export const agent = (name: string): Author => ({
  kind: 'agent',
  agent: name as AgentId,
  turnId: `${name}-1` as TurnId,
});

/** A session on the sandbox's last commit, with the test saying who is at work in it. */
export async function attributedSession(sandbox: GitSandbox) {
  const fixture = await SessionFixture.open(sandbox);
  const store = openTestStore();
  addSession(store, sessionId);
  const moves = new UnfinishedMoves({ store, log: silentLog });
  const callOffs = new CallOffs(() => undefined);
  let origin: Omit<Origin, 'settled'> = { by: user, authorOf: () => user };
  const changes = new Changes({
    store,
    worktree: async () => fixture.worktree,
    originNow: () => ({ ...origin, settled() {} }),
    settle: (id, worktree) => moves.settle(id, worktree),
    callOffs,
    onComputed() {},
    log: silentLog,
  });
  const changedFiles = new ChangedFiles({ store, worktree: async () => fixture.worktree });
  const decisions = new Decisions({
    store,
    changes,
    changedFiles,
    worktree: async () => fixture.worktree,
    moves,
    callOffs,
  });
  const rewinds = new Rewinds({
    changes,
    decisions,
    worktree: async () => fixture.worktree,
    isWorking: () => false,
  });
  const found = async () => (await changes.refresh(sessionId)).changes;
  return {
    ...{ fixture, store, decisions, rewinds },
    /** Takes a checkpoint of what was written, as the work of one author or of one for each path. */
    async by(author: Author | ((path: string) => Author), told?: Told): Promise<Change[]> {
      const authorOf = typeof author === 'function' ? author : () => author;
      origin = { by: authorOf(''), authorOf, ...(told && { toldOf: () => told }) };
      return found();
    },
    async diff(change: Change | undefined): Promise<FileDiff> {
      if (!change) throw new Error('nothing is pending');
      return changedFiles.diff(sessionId, change);
    },
  };
}

/** `+text claude` or `-text user` for each changed line of a diff. */
export function creditedLines(diff: FileDiff): string[] {
  if (diff.kind !== 'text') throw new Error(`a diff of kind ${diff.kind}`);
  const changed = diff.hunks.flatMap(({ lines }) => lines.filter(({ type }) => type !== 'context'));
  return changed.map(({ type, text, credit }) => {
    const author = diff.credits?.[credit ?? -1]?.author ?? unknown;
    const name = author.kind === 'agent' ? author.agent : author.kind;
    return `${type === 'insert' ? '+' : '-'}${text} ${name}`;
  });
}
