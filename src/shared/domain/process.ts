import type { AgentId, SessionId } from './ids';

/** One running process, as the processes dialog lists it. */
export interface ProcessInfo {
  pid: number;
  /** How far below the first process of its tree it is. */
  depth: number;
  command: string;
  /** Percent of one core since the sample before; null in the first sample of it. */
  cpu: number | null;
  /** Resident memory in bytes, shared pages included. */
  memory: number;
}

/** A program Coppice started, with what it started in turn. */
export interface ProcessTree {
  /** The agent it is; null for a command run on an agent's behalf, or a look at a program's version. */
  agent: AgentId | null;
  /** Parents before children. */
  processes: ProcessInfo[];
}

/** What runs at one moment. */
export interface ProcessReport {
  /** False where the system's processes cannot be read: Windows. */
  readable: boolean;
  /** Coppice's own: its windows and helpers, and git. */
  own: ProcessInfo[];
  sessions: { sessionId: SessionId; trees: ProcessTree[] }[];
  /** Started outside of any session's worktree. */
  others: ProcessTree[];
  /** Why edits by other programs are not noticed at once, if they are not. */
  watchFailure?: string;
}
