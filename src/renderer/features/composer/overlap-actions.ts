import type { AgentId, SessionId } from '../../../shared/domain/ids';
import { useApp } from '../../lib/app-store';
import { sendDraft } from './composer-actions';
import { draftOf, rememberChoice, setAsking, useComposerUi, wishFocus } from './composer-slice';
import { type FoundOverlap, findOverlap, type OverlapChoice } from './model/overlap';
import { activeTurns } from './model/queue';

/** What the session's draft would overlap with now. */
export function overlapNow(sessionId: SessionId, agent: AgentId): FoundOverlap | null {
  const { open } = useApp.getState();
  if (open?.id !== sessionId) return null;
  const draft = draftOf(useComposerUi.getState().drafts, sessionId);
  return findOverlap(agent, activeTurns(open.turns), open.changeSet?.changes ?? [], draft);
}

/** Sends the draft, or asks first where it would overlap and the user has not said what to do then. */
export function sendOrAsk(sessionId: SessionId, agent: AgentId): void {
  const overlap = overlapNow(sessionId, agent);
  const remembered = overlap && useComposerUi.getState().choices[sessionId]?.[overlap.kind];
  if (overlap && !remembered) setAsking(sessionId, true);
  else sendAs(sessionId, agent, overlap, remembered ?? 'wait');
}

/** Sends the draft as chosen; `remember` keeps that for the session. */
export function chooseOverlap(
  sessionId: SessionId,
  agent: AgentId,
  choice: OverlapChoice,
  remember: boolean,
): void {
  const overlap = overlapNow(sessionId, agent);
  if (overlap && remember) rememberChoice(sessionId, overlap.kind, choice);
  setAsking(sessionId, false);
  wishFocus(sessionId);
  sendAs(sessionId, agent, overlap, choice);
}

/** Sends the draft that the user wanted to send when there was still something to ask about. */
export function sendWithoutAsking(sessionId: SessionId, agent: AgentId): void {
  sendAs(sessionId, agent, null, 'wait');
}

/** Goes back to the draft without sending it. */
export function dismissOverlap(sessionId: SessionId): void {
  setAsking(sessionId, false);
  wishFocus(sessionId);
}

function sendAs(
  sessionId: SessionId,
  agent: AgentId,
  overlap: FoundOverlap | null,
  choice: OverlapChoice,
): void {
  // Where nobody works, running beside others is nothing to ask for.
  const needless = choice === 'wait' || (choice === 'beside' && overlap?.kind !== 'working');
  void sendDraft(sessionId, agent, 'turn.enqueue', needless ? undefined : choice);
}
