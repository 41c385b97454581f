import type { Draft } from '../../../shared/domain/draft';
import type { SessionId } from '../../../shared/domain/ids';
import { call } from '../../lib/bridge';
import { KeptSoon } from '../../lib/kept-soon';
import { reportError } from '../../lib/toasts';

/** The attachments the host has: they are large, and sent only when they changed. */
const kept = new Map<SessionId, Draft['attachments']>();

/** Has the host keep drafts, so that they outlive this process. */
export const keptDrafts = new KeptSoon<SessionId, Draft>((sessionId, { text, mentions, attachments }) => {
  const changed = kept.get(sessionId) !== attachments;
  kept.set(sessionId, attachments);
  const draft = { text, mentions: [...mentions], ...(changed && { attachments: [...attachments] }) };
  call('session.keepDraft', { sessionId, draft }).catch((error: unknown) => {
    kept.delete(sessionId);
    reportError(error);
  });
});
