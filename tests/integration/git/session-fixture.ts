import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type ListedChange, listChanges } from '../../../src/main/git/changes/list-changes';
import { CheckpointChain } from '../../../src/main/git/checkpoints/checkpoint';
import type { SweepLimits } from '../../../src/main/git/checkpoints/sweep-worktree';
import { acceptSelection, type Made, rejectSelection } from '../../../src/main/git/decisions/decide';
import type { Moved } from '../../../src/main/git/decisions/move-accepted';
import { type PastDecision, undoDecision } from '../../../src/main/git/decisions/undo-decision';
import { addWorktree } from '../../../src/main/git/worktrees/add-worktree';
import type { Moving } from '../../../src/main/services/finish/integrate';
import type { Author } from '../../../src/shared/domain/change';
import type { AgentId } from '../../../src/shared/domain/ids';
import type { Worktree } from '../../../src/shared/domain/session';
import type { ChosenChange } from '../../../src/shared/ipc/contract';
import type { GitSandbox } from './git-sandbox';

export const builtin: Author = { kind: 'agent', agent: 'builtin' as AgentId };
export const user: Author = { kind: 'user' };

/** For what is never cut short. */
export const unnoted: Pick<Moving, 'moves' | 'signal'> = {
  moves: { during: (_id, work) => work(() => () => undefined), settle: async () => true },
  signal: new AbortController().signal,
};

/** A session on a sandbox's repository, with the steps the services take. */
export class SessionFixture {
  private constructor(
    readonly sandbox: GitSandbox,
    readonly worktree: Worktree,
    readonly chain: CheckpointChain,
    readonly sessionId: string,
  ) {}

  static async open(
    sandbox: GitSandbox,
    options: { title?: string; sessionId?: string; limits?: SweepLimits; largeIndexBytes?: number } = {},
  ): Promise<SessionFixture> {
    const { repository, worktrees } = sandbox;
    const sessionId = options.sessionId ?? 's1';
    const worktree = await addWorktree({
      repository,
      parentFolder: worktrees,
      title: options.title ?? 'Try it',
    });
    const { limits, largeIndexBytes } = options;
    const chain = new CheckpointChain({
      ...{ worktree: worktree.path, sessionId },
      ...(limits && { limits }),
      ...(largeIndexBytes !== undefined && { largeIndexBytes }),
    });
    await chain.start(worktree.baseCommit);
    return new SessionFixture(sandbox, worktree, chain, sessionId);
  }

  get root(): string {
    return this.worktree.path;
  }

  file(path: string): string {
    return join(this.root, path);
  }

  write(path: string, content: string | Buffer): void {
    this.sandbox.write(path, content, this.root);
  }

  git(...args: string[]): string {
    return this.sandbox.git(args, this.root);
  }

  /** Takes a checkpoint and lists what is pending at it. */
  async changes(author: Author = builtin): Promise<ListedChange[]> {
    const { commit } = await this.chain.take({ author });
    const { accepted } = await this.chain.refs();
    return listChanges(this.root, accepted ?? '', commit);
  }

  accept(chosen: readonly ChosenChange[]): Promise<Made> {
    return acceptSelection({ worktree: this.root, sessionId: this.sessionId, chosen });
  }

  reject(chosen: readonly ChosenChange[]): Promise<Made> {
    return rejectSelection({ worktree: this.root, sessionId: this.sessionId, chosen });
  }

  /** Takes a decision back, as after a fresh look at the worktree. */
  async undo(moved: PastDecision['moved'], decision: Moved): Promise<Moved | null> {
    await this.chain.take({ author: user });
    return undoDecision({ worktree: this.root, sessionId: this.sessionId, moved, ...decision });
  }

  /** What has been accepted at a path, byte for byte; null where there is nothing. */
  async accepted(path: string): Promise<Buffer | null> {
    const { accepted } = await this.chain.refs();
    const { status, stdout } = spawnSync('git', ['cat-file', 'blob', `${accepted}:${path}`], {
      cwd: this.root,
    });
    return status === 0 ? stdout : null;
  }
}

export function byPath(changes: readonly ListedChange[], path: string): ListedChange {
  const found = changes.find((change) => change.path === path);
  if (!found) throw new Error(`${path} is not among ${changes.map((change) => change.path).join(', ')}`);
  return found;
}
