import { z } from 'zod';

/** A piece of a message, as agents and users exchange it (the content blocks of ACP v1). */
export const contentBlock = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('image'), mimeType: z.string(), data: z.string() }),
  z.object({ type: z.literal('audio'), mimeType: z.string(), data: z.string() }),
  z.object({
    type: z.literal('resource_link'),
    uri: z.string(),
    name: z.string(),
    mimeType: z.string().optional(),
  }),
  z.object({
    type: z.literal('resource'),
    uri: z.string(),
    mimeType: z.string().optional(),
    text: z.string().optional(),
  }),
  /** A block of a type this version does not know; `native` is its JSON, kept so nothing is lost. */
  z.object({ type: z.literal('unknown'), native: z.string() }),
]);
export type ContentBlock = z.infer<typeof contentBlock>;

/** The text of a block list, other blocks by name; for titles, search and plain display. */
export function textOf(blocks: readonly ContentBlock[]): string {
  return blocks
    .map((block) =>
      block.type === 'text' ? block.text : block.type === 'resource_link' ? `@${block.name}` : '',
    )
    .join('');
}
