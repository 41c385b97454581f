import type { RepositoryId, SessionId } from './ids';
import type { Session } from './session';

/** A deleted session as the bin lists it. */
export interface BinnedSession {
  session: Session;
  /** When it is removed for good; absent once that has begun. */
  removedAt?: number;
  /** Why it could not be removed. */
  problem?: string;
}

/** What removing a session for good left behind. */
export interface RemovedSession {
  sessionId: SessionId;
  /** Its branch, kept because only it leads to some commits. */
  keptBranch?: string;
  /** What lay in the place of its worktree and was not the session's. */
  leftFolder?: string;
  /** True when its repository could not be reached, and still keeps its checkpoints. */
  unreachable?: true;
}

/** A session that git still keeps, though the database does not know it. */
export interface FoundSession {
  id: SessionId;
  repositoryId: RepositoryId;
  /** When its newest checkpoint was taken, in milliseconds since the epoch. */
  at: number;
  /** Absent when only its checkpoints are left. */
  worktree?: { path: string; branch: string };
}
