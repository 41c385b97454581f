import { create } from 'zustand';
import type { StepKind } from '../../../shared/domain/finish';
import type { SessionId } from '../../../shared/domain/ids';
import type { ErrorInfo } from '../../../shared/errors';
import { dismiss, notify, reportError } from '../../lib/toasts';

/** How a step went that the user started. */
export type StepResult = { kind: 'done'; text: string } | { kind: 'failed'; error: ErrorInfo };

interface FinishUi {
  /** The session whose dialog is open. */
  open: SessionId | null;
  /** How the steps went that ended while it is. */
  results: Partial<Record<StepKind, StepResult>>;
  /** How many steps have ended, of whatever session: what was read before may be another by now. */
  ended: number;
  /** Messages the user has written, by session; others follow the draft. */
  messages: Readonly<Record<SessionId, string>>;
}

export const useFinishUi = create<FinishUi>()(() => ({ open: null, results: {}, ended: 0, messages: {} }));

const keyOf = (sessionId: SessionId) => `coppice.commit-message.${sessionId}`;
/** Storage holds some five million characters for everything; a longer message lives in memory only. */
const MAX_KEPT = 100_000;

export function openFinish(sessionId: SessionId): void {
  // What was decided last is offered for undo there, which in a small window is where the dialog's buttons are.
  dismiss('decided');
  const kept = localStorage.getItem(keyOf(sessionId));
  useFinishUi.setState(({ messages }) => ({
    open: sessionId,
    results: {},
    messages: kept === null || sessionId in messages ? messages : { ...messages, [sessionId]: kept },
  }));
}

export function closeFinish(): void {
  useFinishUi.setState({ open: null, results: {} });
}

/** A step begins: how it went before is said no longer. */
export function stepBegan(step: StepKind): void {
  useFinishUi.setState(({ results: { [step]: _before, ...results } }) => ({ results }));
}

/** A step has ended: the open dialog says how it went, and where that is closed a notice does. */
export function stepEnded(sessionId: SessionId, step: StepKind, result: StepResult | null): void {
  const isShown = useFinishUi.getState().open === sessionId;
  useFinishUi.setState(({ results, ended }) => ({
    results: isShown && result ? { ...results, [step]: result } : results,
    ended: ended + 1,
  }));
  if (isShown || !result) return;
  if (result.kind === 'done') notify({ title: result.text, tone: 'success' });
  else if (result.error.code !== 'git.cancelled') reportError(result.error);
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
