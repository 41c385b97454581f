import type { RepositoryId } from './ids';

/** A git repository the user opened. */
export interface Repository {
  id: RepositoryId;
  /** Absolute path of the main worktree's root. */
  path: string;
  name: string;
  trusted: boolean;
  /** Milliseconds since the epoch. */
  openedAt: number;
  /** False when the folder cannot be reached now (moved, deleted, unplugged). */
  available: boolean;
}

/** What lies at a path the user dropped, read without running anything of it. */
export type FolderInspection =
  | { kind: 'repository'; root: string; head: HeadState; linkedFrom?: string; executes: string[] }
  | { kind: 'not-a-repository'; path: string }
  | { kind: 'bare'; path: string }
  | { kind: 'broken'; path: string; reason: string }
  | { kind: 'missing'; path: string }
  | { kind: 'not-a-folder'; path: string };

export type HeadState =
  | { kind: 'branch'; branch: string; commit: string }
  | { kind: 'detached'; commit: string }
  | { kind: 'unborn'; branch: string };

/** What `repository.open` did, or what the user has to decide before it can. */
export type OpenOutcome =
  | { kind: 'opened'; repository: Repository }
  | { kind: 'needs-init'; path: string; reason: 'not-a-repository' }
  | { kind: 'needs-first-commit'; path: string; branch: string }
  | { kind: 'needs-trust'; path: string; executes: string[] };

export interface Branch {
  name: string;
  commit: string;
  /** True for the branch checked out in the user's own worktree. */
  current: boolean;
  remote: boolean;
}
