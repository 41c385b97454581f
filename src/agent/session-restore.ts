import type { SessionUpdate } from '@agentclientprotocol/sdk';
import type { ModelMessage } from 'ai';
import { AgentSession } from './session';
import { isText, type SessionState } from './session-records';
import type { SessionLog } from './session-store';

const INTERRUPTED = 'Interrupted: the agent ended while this ran.';

/**
 * Brings a stored session back to life. A turn that was cut short by the agent's death is closed: its open tool
 * calls fail, and what it had said becomes part of the conversation. Returns also what a load has to replay.
 */
export function restoreSession(
  state: SessionState,
  cwd: string,
  log: SessionLog | undefined,
): { session: AgentSession; replay: SessionUpdate[] } {
  const session = new AgentSession(state.id, cwd, log, state);
  if (state.openTurn === undefined) return { session, replay: state.updates };

  const closing = failUnfinishedCalls(state.updates);
  for (const update of closing) session.recordUpdate(update);
  const text = textSinceLastPrompt(state.updates);
  if (needsAnswer(session.messages)) {
    const note = '[The agent was interrupted here, before it was done.]';
    session.addMessages([{ role: 'assistant', content: text === '' ? note : `${text}\n\n${note}` }]);
  }
  session.endTurn('interrupted');
  return { session, replay: [...state.updates, ...closing] };
}

function failUnfinishedCalls(updates: readonly SessionUpdate[]): SessionUpdate[] {
  const open = new Set<string>();
  for (const update of updates) {
    if (update.sessionUpdate === 'tool_call') open.add(update.toolCallId);
    const isOver = 'status' in update && (update.status === 'completed' || update.status === 'failed');
    if ('toolCallId' in update && isOver) open.delete(update.toolCallId);
  }
  return [...open].map((toolCallId) => ({
    sessionUpdate: 'tool_call_update',
    toolCallId,
    status: 'failed',
    content: [{ type: 'content', content: { type: 'text', text: INTERRUPTED } }],
  }));
}

function textSinceLastPrompt(updates: readonly SessionUpdate[]): string {
  const start = updates.findLastIndex((update) => update.sessionUpdate === 'user_message_chunk');
  return updates
    .slice(start + 1)
    .filter((update) => isText(update) && update.sessionUpdate === 'agent_message_chunk')
    .map((update) => (isText(update) ? update.content.text : ''))
    .join('\n');
}

function needsAnswer(messages: readonly ModelMessage[]): boolean {
  const role = messages.at(-1)?.role;
  return role === 'user' || role === 'tool';
}
