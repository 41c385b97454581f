import type { AgentDefinition } from '../../../shared/domain/agent';
import type { AgentId, SessionId } from '../../../shared/domain/ids';
import { isLive } from '../../../shared/domain/session-life';
import { AppError } from '../../../shared/errors';
import type { Dispatcher } from '../../services/dispatcher';
import type { Sessions } from '../../services/sessions';
import type { AreaHandlers } from '../handler';

export interface TurnHandlerDeps {
  dispatcher: Dispatcher;
  sessions: Sessions;
  /** Throws AppError when the agent cannot be started here. */
  definition(agent: AgentId): AgentDefinition;
}

export function turnHandlers({ dispatcher, sessions, definition }: TurnHandlerDeps): AreaHandlers<'turn'> {
  const requireReady = (sessionId: SessionId, agent: AgentId) => {
    definition(agent);
    if (isLive(sessions.get(sessionId))) return;
    throw new AppError('session.archived', 'This session was put away.', 'Restore it first.');
  };
  return {
    'turn.enqueue': ({ sessionId, agent, prompt, overlap }) => {
      requireReady(sessionId, agent);
      return dispatcher.enqueue(sessionId, agent, prompt, overlap);
    },
    'turn.steer': async ({ sessionId, agent, prompt }) => {
      requireReady(sessionId, agent);
      return { taken: await dispatcher.steer(sessionId, agent, prompt) };
    },
    'turn.cancel': ({ turnId }) => dispatcher.cancel(turnId),
    'turn.forceEnd': ({ turnId }) => dispatcher.forceEnd(turnId),
    'turn.continue': ({ turnId }) => dispatcher.continueTurn(turnId),
    'turn.dismiss': ({ turnId }) => dispatcher.dismissTurn(turnId),
    'turn.edit': ({ turnId, prompt }) => dispatcher.edits.setPrompt(turnId, prompt),
    'turn.withdraw': ({ turnId }) => ({ prompt: dispatcher.edits.withdraw(turnId).prompt }),
    'turn.reorder': ({ sessionId, turnIds }) => dispatcher.edits.reorder(sessionId, turnIds),
    'turn.pauseQueue': ({ sessionId }) => {
      dispatcher.pause(sessionId);
      sessions.changed(sessionId);
    },
    'turn.resumeQueue': ({ sessionId }) => {
      dispatcher.release(sessionId);
      sessions.changed(sessionId);
    },
  };
}
