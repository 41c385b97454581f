import type { Author } from './change';
import type { Decision } from './decision';
import type { AgentId, TurnId } from './ids';
import type { ChangeCounts } from './session';

/** What a rewind takes back. */
export type RewindTarget =
  /** Everything that came after a checkpoint, whoever did it. */
  | { kind: 'session'; to: string }
  /** What one agent did after a checkpoint, in one of its turns or in all; what others did stays. */
  | { kind: 'agent'; agent: AgentId; after: string; turnId?: TurnId };

export interface RewindFile {
  /** Repository-relative; bytes that are not UTF-8 appear as U+FFFD. */
  path: string;
  /** The exact bytes of `path`, base64, present only when they are not valid UTF-8. */
  pathBytes?: string;
  /**
   * What becomes of the file. In a conflict somebody changed the same place afterwards: the user says what stays. A
   * blocked one stays as it is, as something else stands in its place.
   */
  outcome: 'changed' | 'brought-back' | 'removed' | 'conflict' | 'blocked';
}

/** What a rewind would do; nothing has moved. */
export interface RewindPreview {
  /** The checkpoint it was computed from, for `rewind.apply`. */
  checkpoint: string;
  files: RewindFile[];
}

/** What was done between two looks at a session: a turn's share of one author, a decision, or what happened between turns. */
export interface TimelineEntry {
  author: Author;
  /** The checkpoint before its first change, and its last one. */
  before: string;
  after: string;
  /** Milliseconds since the epoch, of its last change. */
  at: number;
  counts: ChangeCounts;
  /** The first files it changed, at most three; `counts` has how many there were. */
  paths: string[];
  /** What the user decided; one that accepted something moved no file, and `before` is `after`. */
  decision?: Decision;
}
