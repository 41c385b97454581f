import type { SessionId } from '../../../../shared/domain/ids';

export interface Attachment {
  /** Unique within the draft. */
  id: string;
  name: string;
  mimeType: string;
  /** Base64, without a data: prefix. */
  data: string;
}

/** A prompt being written. */
export interface Draft {
  text: string;
  /** Paths, relative to the worktree, that were picked for an `@` mention. */
  mentions: readonly string[];
  attachments: readonly Attachment[];
}

export const emptyDraft: Draft = { text: '', mentions: [], attachments: [] };

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

const keyOf = (sessionId: SessionId) => `coppice.draft.${sessionId}`;

/** The draft as kept over restarts: its text and mentions; images are too large for that storage. */
export function loadDraft(storage: Storage, sessionId: SessionId): Draft {
  const saved = storage.getItem(keyOf(sessionId));
  if (saved === null) return emptyDraft;
  const parsed = parse(saved);
  const text = typeof parsed?.text === 'string' ? parsed.text : '';
  const mentions = Array.isArray(parsed?.mentions)
    ? parsed.mentions.filter((path): path is string => typeof path === 'string')
    : [];
  return { text, mentions, attachments: [] };
}

/** That storage holds some five million characters for all sessions: a longer draft lives in memory only. */
const MAX_KEPT = 200_000;

/** Keeps a draft, or forgets it when there is nothing to keep. */
export function saveDraft(storage: Storage, sessionId: SessionId, draft: Draft): void {
  if (draft.text === '' || draft.text.length > MAX_KEPT) storage.removeItem(keyOf(sessionId));
  else {
    const { text, mentions } = draft;
    storage.setItem(keyOf(sessionId), JSON.stringify({ text, mentions }));
  }
}

/** Written by another version or by hand, it may be anything; then there is no draft. */
function parse(saved: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(saved);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
