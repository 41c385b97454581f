import type { AgentSession } from '../../../../shared/domain/agent';
import { textOf } from '../../../../shared/domain/content';
import type { AgentId, TurnId } from '../../../../shared/domain/ids';
import type { Entry } from '../../../../shared/domain/transcript';
import { isActive, type Turn } from '../../../../shared/domain/turn';

/** The turns that wait, in the order they will run. */
export function queuedTurns(turns: readonly Turn[]): Turn[] {
  return turns.filter((turn) => turn.state.status === 'queued').toSorted((a, b) => a.position - b.position);
}

/** A place up (-1) or down (1). */
export type Step = -1 | 1;

/** The turn and the one it changes places with, in the order they shall run; null at the end of the queue. */
export function swapWith(queued: readonly Turn[], id: TurnId, step: Step): [TurnId, TurnId] | null {
  const index = queued.findIndex((turn) => turn.id === id);
  const other = index < 0 ? undefined : queued[index + step];
  if (!other) return null;
  return step < 0 ? [id, other.id] : [other.id, id];
}

/** The turns an agent is at work on, oldest first. */
export function activeTurns(turns: readonly Turn[]): Turn[] {
  return turns.filter((turn) => isActive(turn.state)).toSorted((a, b) => a.position - b.position);
}

/** The agent a new prompt goes to: the picked one, else the last one prompted here, else the default. */
export function chooseAgent(
  picked: AgentId | undefined,
  turns: readonly Turn[],
  agentSessions: readonly AgentSession[],
  fallback: AgentId,
): AgentId {
  if (picked) return picked;
  const last = turns.toSorted((a, b) => a.createdAt - b.createdAt).at(-1);
  return last?.agent ?? agentSessions.at(-1)?.agent ?? fallback;
}

/** What the user has asked in this session, newest first and each text once; for recall with Up. */
export function promptHistory(entries: readonly Entry[]): string[] {
  const texts = entries
    .filter((entry) => entry.type === 'prompt')
    .map((entry) => textOf(entry.blocks).trim())
    .filter((text) => text !== '');
  return [...new Set(texts.toReversed())];
}
