import { z } from 'zod';
import { MAX_COMMENT_TEXT, MAX_COMMENTS, type ReviewComment } from '../../domain/comment';
import { commentDraft } from '../../domain/comment-draft';
import { agentId, commentId, sessionId } from '../../domain/ids';
import type { Turn } from '../../domain/turn';
import { distinct, filePath, objectId, output, text as plainText } from './schemas';

const line = z.number().int().min(1).max(10_000_000);
const text = plainText(MAX_COMMENT_TEXT, `Shorten the comment to ${MAX_COMMENT_TEXT} characters.`);
/** Where it was being written: what is kept there as a draft is let go of in the same step. */
const draftKey = commentDraft.shape.key.optional();
const one = z.object({ sessionId, commentId });

const newComment = z.object({
  sessionId,
  path: filePath.min(1),
  pathBytes: z.string().optional(),
  side: z.enum(['old', 'new']),
  /** First and last line on that side, inclusive; without them the file as a whole is meant. */
  range: z
    .tuple([line, line])
    .refine(([first, last]) => first <= last)
    .optional(),
  /** Both sides of the change as the user saw it. */
  oldOid: objectId,
  newOid: objectId,
  text,
  draftKey,
});
export type CommentInput = z.infer<typeof newComment>;

const sending = z.object({
  to: agentId,
  commentIds: z.array(commentId).min(1).max(MAX_COMMENTS).refine(distinct),
});
export type SendingInput = z.infer<typeof sending>;

export const commentCalls = {
  /** Keeps a comment on lines as they were shown, also when they have changed meanwhile. */
  'comment.add': { input: newComment, output: output<ReviewComment>() },
  /** Gives an open comment another text. */
  'comment.edit': { input: one.extend({ text, draftKey }), output: output<void>() },
  'comment.resolve': { input: one, output: output<void>() },
  /** Makes a sent or resolved comment open again. */
  'comment.reopen': { input: one, output: output<void>() },
  /** Keeps a comment that is being written over restarts, or (null) lets go of it; call it when the typing pauses. */
  'comment.keepDraft': {
    input: z.object({ sessionId, key: commentDraft.shape.key, draft: commentDraft.nullable() }),
    output: output<void>(),
  },
  'comment.delete': { input: one, output: output<void>() },
  /** Queues one prompt for each agent with the open comments meant for it: all of them, or none and an error. */
  'comment.send': {
    input: z.object({ sessionId, sendings: z.array(sending).min(1).max(50) }),
    output: output<Turn[]>(),
  },
} as const;
