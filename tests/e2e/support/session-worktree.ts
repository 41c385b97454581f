import { basename } from 'node:path';
import { git } from './coppice';

export interface SessionWorktree {
  path: string;
  branch: string;
}

/** The worktrees of Coppice's sessions, as the repository itself lists them. */
export function sessionWorktrees(repository: string): SessionWorktree[] {
  return git(repository, 'worktree', 'list', '--porcelain', '-z')
    .split('\0\0')
    .map((block) => new Map(block.split('\0').map((line) => line.split(/ (.*)/s, 2) as [string, string])))
    .flatMap((fields) => {
      const path = fields.get('worktree');
      const branch = fields.get('branch')?.replace('refs/heads/', '');
      return path && branch?.startsWith('coppice/') ? [{ path, branch }] : [];
    });
}

/** The worktree of the only session of a repository. */
export function sessionWorktree(repository: string): SessionWorktree {
  const [only, ...others] = sessionWorktrees(repository);
  if (!only || others.length > 0) {
    throw new Error(
      `${basename(repository)} has ${others.length + (only ? 1 : 0)} session worktrees, not one`,
    );
  }
  return only;
}

/** What is accepted at a path in the only session of a repository. */
export function acceptedFile(repository: string, path: string): string {
  const refs = git(repository, 'for-each-ref', '--format=%(refname)', 'refs/coppice/sessions/*/accepted')
    .split('\n')
    .filter(Boolean);
  if (refs.length !== 1) throw new Error(`${basename(repository)} has ${refs.length} sessions, not one`);
  return git(repository, 'show', `${refs[0]}:${path}`);
}
