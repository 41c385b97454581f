import type { AgentId, RepositoryId, SessionId } from './ids';
import type { SessionLife } from './session-life';
import type { SessionTrouble } from './session-trouble';

export type SessionStatus =
  /** The worktree is being made; counts of files once they are known. */
  | { kind: 'preparing'; done?: number; total?: number }
  | { kind: 'idle' }
  | { kind: 'working' }
  | { kind: 'needs-you' }
  | { kind: 'failed'; message: string }
  | { kind: 'interrupted' };

export interface Worktree {
  path: string;
  branch: string;
  /** The commit the session started from. */
  baseCommit: string;
  /** The branch it started from, or the commit when HEAD was detached. */
  baseRef: string;
}

/** How the branch a session started from has moved on without it. */
export interface BaseDrift {
  /** Rewritten: what the session started from is no longer in it. */
  kind: 'ahead' | 'rewritten';
  /** Commits of it that the session's branch does not have. */
  commits: number;
  /** True when there are more of them than were counted. */
  more: boolean;
}

export interface ChangeCounts {
  files: number;
  insertions: number;
  deletions: number;
}

/** One line of work as lists show it. */
export interface Session {
  id: SessionId;
  repositoryId: RepositoryId;
  title: string;
  status: SessionStatus;
  /** Absent until it has been made. */
  worktree?: Worktree;
  /** Agents that have worked in it, in order of first use. */
  agents: AgentId[];
  changes: ChangeCounts;
  /** Comments that are not sent yet. */
  openComments: number;
  /** True when something was said since the user last looked. */
  unread: boolean;
  queued: number;
  /** True while queued turns wait for the user: it is paused, or the turn before them failed or was interrupted. */
  queueHeld: boolean;
  /** True while the user holds the queue; `queueHeld` is true then too. */
  queuePaused: boolean;
  createdAt: number;
  updatedAt: number;
  life: SessionLife;
  /** What is wrong with its worktree, as of the last look. */
  trouble?: SessionTrouble;
  /** Set when its base has moved on, as of the last look. */
  drift?: BaseDrift;
  /** Set while git has been at work in its worktree for long; that can be called off. */
  gitIsSlow?: true;
}

/** True while an agent is at work in the session. */
export function isWorking({ status }: Session): boolean {
  return status.kind === 'working' || status.kind === 'needs-you';
}

export const statusOrder = ['failed', 'needs-you', 'interrupted', 'working', 'preparing', 'idle'] as const;

/** The status the tray shows for many sessions: the one that most needs the user. */
export function worstStatus(sessions: readonly Session[]): SessionStatus['kind'] {
  const kinds = new Set(sessions.map((session) => session.status.kind));
  return statusOrder.find((kind) => kinds.has(kind)) ?? 'idle';
}
