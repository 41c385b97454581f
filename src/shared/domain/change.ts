import type { AgentId, SessionId, TurnId } from './ids';
import type { ChangeCounts } from './session';

export type ChangeStatus = 'added' | 'modified' | 'deleted' | 'renamed' | 'type-changed';

/** Who made a change: an agent in a turn, the user by hand, or nobody we can name. */
export type Author =
  | { kind: 'agent'; agent: AgentId; turnId?: TurnId }
  | { kind: 'user' }
  | { kind: 'unknown' };

/** Who made a change, and when the checkpoint that holds it was taken (milliseconds since the epoch). */
export interface Credit {
  author: Author;
  at: number;
}

/** A file's pending difference against what was accepted last (at first the session's base). */
export interface Change {
  /** Stable while the file stays pending: derived from session and path. */
  id: string;
  sessionId: SessionId;
  /** Repository-relative, `/`-separated; bytes that are not UTF-8 appear as U+FFFD. */
  path: string;
  /** The exact bytes of `path`, base64, present only when they are not valid UTF-8. */
  pathBytes?: string;
  oldPath?: string;
  status: ChangeStatus;
  oldMode: string;
  newMode: string;
  /** Blob ids of both sides, all zeros where the side is absent: what was shown is what is decided on. */
  oldOid: string;
  newOid: string;
  binary: boolean;
  symlink: boolean;
  submodule: boolean;
  insertions: number;
  deletions: number;
  /** Everybody who has a part in what is pending, latest first. */
  authors: Author[];
}

export interface DiffLine {
  type: 'context' | 'insert' | 'delete';
  text: string;
  /** 1-based numbers on each side. */
  oldLine?: number;
  newLine?: number;
  /** True on the last line of a side that does not end in a newline. */
  noNewline?: true;
  /** Who inserted or deleted it: an index into the diff's `credits`. */
  credit?: number;
}

/** First and last line of a range, 1-based and inclusive. */
export type LineRange = [first: number, last: number];

/**
 * A part of a file's change: what was removed in the lines `old` of the old side, and what was added in the lines
 * `new` of the new one. Unchanged lines in a range do not matter.
 */
export interface ChangePart {
  old: LineRange[];
  new: LineRange[];
  /** True when the change of the file's mode is meant too. */
  mode?: boolean | undefined;
}

export interface Hunk {
  oldStart: number;
  oldLines: number;
  newStart: number;
  newLines: number;
  /** What git prints after the second `@@`. */
  section: string;
  lines: DiffLine[];
  /** Everybody who changed a line of it, latest first; absent where that was not looked up. */
  authors?: Author[];
}

/** A file's diff, computed only when somebody looks at it. */
export type FileDiff =
  | {
      kind: 'text';
      hunks: Hunk[];
      truncated: boolean;
      eol: 'lf' | 'crlf' | 'mixed';
      /** Who changed its lines; absent where that was not looked up. */
      credits?: Credit[];
    }
  | { kind: 'binary'; oldSize: number | null; newSize: number | null }
  | { kind: 'symlink'; oldTarget: string | null; newTarget: string | null }
  | { kind: 'submodule'; oldCommit: string | null; newCommit: string | null }
  | { kind: 'too-large'; bytes: number };

/** What a checkpoint does not hold, or cannot look into, and why, so that the panel can say so. */
export interface SkippedPath {
  path: string;
  reason: 'unreadable' | 'nested-repository' | 'submodule' | 'empty-submodule' | 'too-large' | 'too-many';
  /** New files in a folder that has too many. */
  count?: number;
}

export interface ChangeSet {
  sessionId: SessionId;
  /** The checkpoint commit these changes were computed from. */
  checkpoint: string;
  changes: Change[];
  skipped: SkippedPath[];
  /** Accepted, but not yet committed to the session's branch. */
  acceptedPending: ChangeCounts;
  /** Set while a merge is under way in the worktree: the ids of changes with conflict markers in them. */
  merge?: { marked: string[] };
}
