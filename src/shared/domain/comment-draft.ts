import { z } from 'zod';
import { commentId } from './ids';

const line = z.number().int().min(1).max(10_000_000);
const oid = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);

/** A comment being written, as it outlives the window. */
export const commentDraft = z.object({
  /** Names the place it is written in. */
  key: z.string().max(20_000),
  fileId: z.string().max(20_000),
  /** What the user saw when they began. */
  shown: z.object({ path: z.string(), pathBytes: z.string().optional(), oldOid: oid, newOid: oid }),
  /** Absent when the file as a whole is meant. */
  target: z
    .object({ side: z.enum(['old', 'new']), range: z.tuple([line, line]), lastText: z.string().optional() })
    .optional(),
  /** The comment that is given another text. */
  editing: commentId.optional(),
  text: z.string().max(1_000_000),
});
export type KeptCommentDraft = z.infer<typeof commentDraft>;
