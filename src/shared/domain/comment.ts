import type { LineRange } from './change';
import type { AgentId, CommentId, SessionId, TurnId } from './ids';

/** Of a line: what is accepted, or what is pending. */
export type CommentSide = 'old' | 'new';

/**
 * Open until it is sent, or when its prompt never reached an agent; sent until its lines change or the user says that it
 * is settled.
 */
export type CommentState = 'open' | 'sent' | 'resolved';

/** Why a comment is resolved: the user said so, its lines are others now, or its file is gone. */
export type CommentResolution = 'user' | 'changed' | 'gone';

/** What the user says about lines of a change, or about a file as a whole, to whoever wrote them. */
export interface ReviewComment {
  id: CommentId;
  sessionId: SessionId;
  /** As the file is called now. */
  path: string;
  /** The exact bytes of `path`, base64, present only when they are not valid UTF-8. */
  pathBytes?: string;
  side: CommentSide;
  /** Its lines in `oid`; absent when the file as a whole is meant. */
  range?: LineRange;
  /** The newest blob in which its lines were found; zeros when the side is absent. */
  oid: string;
  /** The blob it was made on, and its lines there. */
  madeOn: { oid: string; range?: LineRange };
  /** True when its lines are not in the file any more. */
  outdated: boolean;
  /** Its lines as they were when it was made, without their ends. */
  quote: string;
  /** True when `quote` is only the beginning of them. */
  quoteCut: boolean;
  /** The agent that wrote those lines; absent when none did. */
  author?: AgentId;
  text: string;
  state: CommentState;
  /** Present when resolved. */
  resolution?: CommentResolution;
  /** The last time it was sent; the turn is absent once that was taken out of the queue. */
  sent?: { to: AgentId; at: number; turnId?: TurnId };
  createdAt: number;
  resolvedAt?: number;
}

/** Characters a comment may have. */
export const MAX_COMMENT_TEXT = 10_000;
/** Comments of a session that may be open or sent at a time. */
export const MAX_COMMENTS = 500;

/** The open comments an agent is about to get. */
export interface Sending {
  to: AgentId;
  comments: ReviewComment[];
}

/** Who gets which open comments: the author of the lines, and `otherwise` where no agent wrote them. */
export function sendingsOf(comments: readonly ReviewComment[], otherwise: AgentId): Sending[] {
  const byAgent = new Map<AgentId, ReviewComment[]>();
  for (const comment of comments) {
    if (comment.state !== 'open') continue;
    const to = comment.author ?? otherwise;
    byAgent.set(to, [...(byAgent.get(to) ?? []), comment]);
  }
  return [...byAgent].map(([to, theirs]) => ({ to, comments: theirs }));
}
