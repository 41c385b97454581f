import { join } from 'node:path';
import { addWorktree } from '../../../src/main/git/add-worktree';
import { CheckpointChain } from '../../../src/main/git/checkpoint';
import { acceptFiles, rejectFiles } from '../../../src/main/git/decide';
import { type ListedChange, listChanges } from '../../../src/main/git/list-changes';
import type { SweepLimits } from '../../../src/main/git/sweep-worktree';
import type { Author } from '../../../src/shared/domain/change';
import type { AgentId } from '../../../src/shared/domain/ids';
import type { Worktree } from '../../../src/shared/domain/session';
import type { GitSandbox } from './git-sandbox';

export const builtin: Author = { kind: 'agent', agent: 'builtin' as AgentId };
export const user: Author = { kind: 'user' };

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
    options: { title?: string; sessionId?: string; limits?: SweepLimits } = {},
  ): Promise<SessionFixture> {
    const { repository, worktrees } = sandbox;
    const sessionId = options.sessionId ?? 's1';
    const worktree = await addWorktree({
      repository,
      parentFolder: worktrees,
      title: options.title ?? 'Try it',
    });
    const limit = options.limits && { limits: options.limits };
    const chain = new CheckpointChain({ worktree: worktree.path, sessionId, ...limit });
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

  accept(shown: ListedChange[], options: { message?: string; coauthors?: string[] } = {}) {
    const { message = 'Accept it', coauthors = [] } = options;
    const { worktree, sessionId } = this;
    return acceptFiles({
      worktree: worktree.path,
      sessionId,
      branch: worktree.branch,
      shown,
      message,
      coauthors,
    });
  }

  reject(shown: ListedChange[]): Promise<void> {
    return rejectFiles({ worktree: this.root, sessionId: this.sessionId, shown });
  }
}

export function byPath(changes: readonly ListedChange[], path: string): ListedChange {
  const found = changes.find((change) => change.path === path);
  if (!found) throw new Error(`${path} is not among ${changes.map((change) => change.path).join(', ')}`);
  return found;
}
