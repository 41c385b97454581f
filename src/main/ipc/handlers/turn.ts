import type { AgentDefinition } from '../../../shared/domain/agent';
import { textOf } from '../../../shared/domain/content';
import type { AgentId, SessionId, TurnId } from '../../../shared/domain/ids';
import { isLive } from '../../../shared/domain/session-life';
import { titleFrom, UNTITLED } from '../../../shared/domain/session-title';
import { AppError } from '../../../shared/errors';
import type { Dispatcher } from '../../services/dispatcher';
import type { Sessions } from '../../services/sessions/sessions';
import type { Store } from '../../store/store';
import type { AreaHandlers } from '../handler';

export interface TurnHandlerDeps {
  dispatcher: Dispatcher;
  sessions: Sessions;
  turns: Pick<Store['turns'], 'get'>;
  /** Throws AppError when the agent cannot be started here. */
  definition(agent: AgentId): AgentDefinition;
}

export function turnHandlers(deps: TurnHandlerDeps): AreaHandlers<'turn'> {
  const { dispatcher, sessions, turns, definition } = deps;
  const own = ({ sessionId, turnId }: { sessionId: SessionId; turnId: TurnId }): TurnId => {
    if (turns.get(turnId).sessionId === sessionId) return turnId;
    throw new AppError('not-found', 'This prompt belongs to another session.');
  };
  const requireReady = (sessionId: SessionId, agent: AgentId) => {
    definition(agent);
    if (isLive(sessions.get(sessionId))) return;
    throw new AppError('session.archived', 'This session was put away.', 'Restore it first.');
  };
  return {
    'turn.enqueue': ({ sessionId, agent, prompt, overlap }) => {
      requireReady(sessionId, agent);
      const turn = dispatcher.enqueue(sessionId, agent, prompt, overlap);
      // One that began without a prompt is called by what is asked first.
      const title = titleFrom(textOf(prompt));
      if (title && sessions.get(sessionId).title === UNTITLED) sessions.rename(sessionId, title);
      return turn;
    },
    'turn.steer': async ({ sessionId, agent, prompt }) => {
      requireReady(sessionId, agent);
      return { taken: await dispatcher.steer(sessionId, agent, prompt) };
    },
    'turn.cancel': (input) => dispatcher.cancel(own(input)),
    'turn.forceEnd': (input) => dispatcher.forceEnd(own(input)),
    'turn.continue': (input) => dispatcher.continueTurn(own(input)),
    'turn.dismiss': (input) => dispatcher.dismissTurn(own(input)),
    'turn.edit': (input) => dispatcher.edits.setPrompt(own(input), input.prompt),
    'turn.withdraw': (input) => ({ prompt: dispatcher.edits.withdraw(own(input)).prompt }),
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
