import type { Finish } from '../../services/finish/finish';
import type { SessionTroubles } from '../../services/sessions/session-troubles';
import type { AreaHandlers } from '../handler';

export function finishHandlers(finish: Finish, troubles: SessionTroubles): AreaHandlers<'finish'> {
  return {
    'finish.state': ({ sessionId }) => {
      // How the base has moved on is told from the same moment as what can be done about it.
      void troubles.look(sessionId);
      return finish.state(sessionId);
    },
    'finish.commit': ({ sessionId, ...choice }) => finish.commit(sessionId, choice),
    'finish.preflight': ({ sessionId, target, strategy }) => finish.preflight(sessionId, target, strategy),
    // The base may be the branch that moved: how far it is ahead is another number then.
    'finish.integrate': ({ sessionId, ...choice }) =>
      finish.integrate(sessionId, choice).finally(() => void troubles.look(sessionId)),
    'finish.putBack': ({ sessionId }) =>
      finish.putBack(sessionId).finally(() => void troubles.look(sessionId)),
    'finish.resolve': ({ sessionId, target, agent }) => finish.resolve(sessionId, target, agent),
    'finish.stopResolving': ({ sessionId }) => finish.stopResolving(sessionId),
    'finish.push': ({ sessionId, remote }) => finish.push(sessionId, remote),
    'finish.openPullRequest': ({ sessionId, ...request }) => finish.openPullRequest(sessionId, request),
    'finish.cancel': ({ sessionId }) => finish.cancel(sessionId),
  };
}
