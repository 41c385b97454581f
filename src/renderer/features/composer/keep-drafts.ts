import type { Draft } from '../../../shared/domain/draft';
import type { SessionId } from '../../../shared/domain/ids';
import { call } from '../../lib/bridge';
import { reportError } from '../../lib/toasts';

/** Typing that pauses for so long is kept by the host, in milliseconds. */
const PAUSE_MS = 250;

const waiting = new Map<SessionId, { draft: Draft; timer: number }>();
/** The attachments the host has: they are large, and sent only when they changed. */
const kept = new Map<SessionId, Draft['attachments']>();

/** Has the host keep a draft soon, so that it outlives this process. */
export function keepDraftSoon(sessionId: SessionId, draft: Draft): void {
  clearTimeout(waiting.get(sessionId)?.timer);
  waiting.set(sessionId, { draft, timer: window.setTimeout(() => keepDraft(sessionId), PAUSE_MS) });
}

/** Has the host keep what waits of a session now. */
export function keepDraft(sessionId: SessionId): void {
  const found = waiting.get(sessionId);
  if (!found) return;
  clearTimeout(found.timer);
  waiting.delete(sessionId);
  const { text, mentions, attachments } = found.draft;
  const changed = kept.get(sessionId) !== attachments;
  kept.set(sessionId, attachments);
  const draft = { text, mentions: [...mentions], ...(changed && { attachments: [...attachments] }) };
  call('session.keepDraft', { sessionId, draft }).catch((error: unknown) => {
    kept.delete(sessionId);
    reportError(error);
  });
}

/** Has the host keep everything that waits, before the page goes away. */
export function keepDraftsOnLeave(): void {
  window.addEventListener('pagehide', () => {
    for (const sessionId of [...waiting.keys()]) keepDraft(sessionId);
  });
}
