import { type ContentBlock, textOf } from '../../../../shared/domain/content';
import type { Attachment, Draft } from './draft';

/** As many blocks as the host takes in one prompt; with more mentions than that they stay plain text. */
const MAX_BLOCKS = 50;

/** The draft as content blocks: mentions become links in their place within the text, images follow. */
export function toPrompt(draft: Draft, worktreePath: string | undefined): ContentBlock[] {
  const text = draft.text.trim();
  const images = draft.attachments.map(
    ({ mimeType, data }): ContentBlock => ({ type: 'image', mimeType, data }),
  );
  const linked = worktreePath === undefined ? [] : splitMentions(text, draft.mentions, worktreePath);
  if (linked.length > 0 && linked.length + images.length <= MAX_BLOCKS) return [...linked, ...images];
  return text === '' ? images : [{ type: 'text', text }, ...images];
}

/** A withdrawn prompt as a draft again. */
export function toDraft(prompt: readonly ContentBlock[], newId: () => string): Draft {
  const mentions = prompt.flatMap((block) => (block.type === 'resource_link' ? [block.name] : []));
  const attachments = prompt.flatMap((block): Attachment[] =>
    block.type === 'image'
      ? [{ id: newId(), name: block.mimeType, mimeType: block.mimeType, data: block.data }]
      : [],
  );
  return { text: textOf(prompt), mentions: [...new Set(mentions)], attachments };
}

/** Puts a returned draft in front of what is being written, so that neither is lost. */
export function joinDrafts(returned: Draft, current: Draft): Draft {
  return {
    text: [returned.text, current.text].filter((text) => text.trim() !== '').join('\n\n'),
    mentions: [...new Set([...returned.mentions, ...current.mentions])],
    attachments: [...returned.attachments, ...current.attachments],
  };
}

function splitMentions(text: string, mentions: readonly string[], worktreePath: string): ContentBlock[] {
  if (mentions.length === 0) return [];
  const blocks: ContentBlock[] = [];
  let from = 0;
  for (const { index, path } of findMentions(text, mentions)) {
    if (index > from) blocks.push({ type: 'text', text: text.slice(from, index) });
    blocks.push({ type: 'resource_link', uri: fileUri(worktreePath, path), name: path });
    from = index + path.length + 1;
  }
  if (from < text.length) blocks.push({ type: 'text', text: text.slice(from) });
  return blocks;
}

/** Where the picked paths still stand in the text, in order; the longest path wins where two fit. */
function findMentions(text: string, mentions: readonly string[]): { index: number; path: string }[] {
  const longestFirst = mentions.toSorted((a, b) => b.length - a.length);
  const found: { index: number; path: string }[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (at > 0 && !/\s|[([{'"]/.test(text[at - 1] as string)) continue;
    const path = longestFirst.find((candidate) => text.startsWith(candidate, at + 1));
    if (path === undefined) continue;
    found.push({ index: at, path });
    at += path.length;
  }
  return found;
}

/** The `file:` address of a path inside the worktree. */
export function fileUri(worktreePath: string, path: string): string {
  const absolute = `${worktreePath}/${path}`.replaceAll('\\', '/');
  const encoded = absolute
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replace(/^([A-Za-z])%3A/, '$1:');
  return `file://${encoded.startsWith('/') ? '' : '/'}${encoded}`;
}
