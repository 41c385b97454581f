import { create } from 'zustand';
import type { SessionId } from '../../../shared/domain/ids';
import { dismiss } from '../../lib/toasts';

interface FinishUi {
  /** The session whose dialog is open. */
  open: SessionId | null;
  /** Messages the user has written, by session; others follow the draft. */
  messages: Readonly<Record<SessionId, string>>;
}

export const useFinishUi = create<FinishUi>()(() => ({ open: null, messages: {} }));

const keyOf = (sessionId: SessionId) => `coppice.commit-message.${sessionId}`;
/** Storage holds some five million characters for everything; a longer message lives in memory only. */
const MAX_KEPT = 100_000;

export function openFinish(sessionId: SessionId): void {
  // What was decided last is offered for undo there, which in a small window is where the dialog's buttons are.
  dismiss('decided');
  const kept = localStorage.getItem(keyOf(sessionId));
  useFinishUi.setState(({ messages }) => ({
    open: sessionId,
    messages: kept === null || sessionId in messages ? messages : { ...messages, [sessionId]: kept },
  }));
}

export function closeFinish(): void {
  useFinishUi.setState({ open: null });
}

/** Keeps what the user wrote, also over a restart; null goes back to the draft. */
export function setMessage(sessionId: SessionId, message: string | null): void {
  if (message === null || message.length > MAX_KEPT) localStorage.removeItem(keyOf(sessionId));
  else localStorage.setItem(keyOf(sessionId), message);
  useFinishUi.setState(({ messages }) => {
    const { [sessionId]: _before, ...others } = messages;
    return { messages: message === null ? others : { ...others, [sessionId]: message } };
  });
}
