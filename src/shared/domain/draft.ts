import { z } from 'zod';

const attachment = z.object({
  /** Unique within the draft. */
  id: z.string(),
  name: z.string(),
  mimeType: z.string(),
  /** Base64, without a data: prefix. */
  data: z.string(),
});
export type Attachment = z.infer<typeof attachment>;

/** A prompt being written, as the window sends it to be kept; without attachments those kept before stay. */
export const draftUpdate = z.object({
  text: z.string().max(5_000_000),
  /** Paths, relative to the worktree, that were picked for an `@` mention. */
  mentions: z.array(z.string()).max(1000),
  attachments: z.array(attachment).max(20).optional(),
});
export type DraftUpdate = z.infer<typeof draftUpdate>;

/** A prompt being written. */
export interface Draft {
  text: string;
  mentions: readonly string[];
  attachments: readonly Attachment[];
}

export const emptyDraft: Draft = { text: '', mentions: [], attachments: [] };
