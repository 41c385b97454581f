import type { Finish } from '../../services/finish';
import type { AreaHandlers } from '../handler';

export function finishHandlers(finish: Finish): AreaHandlers<'finish'> {
  return {
    'finish.state': ({ sessionId }) => finish.state(sessionId),
    'finish.commit': ({ sessionId, ...choice }) => finish.commit(sessionId, choice),
    'finish.preflight': ({ sessionId, target, strategy }) => finish.preflight(sessionId, target, strategy),
    'finish.integrate': ({ sessionId, ...choice }) => finish.integrate(sessionId, choice),
    'finish.putBack': ({ sessionId }) => finish.putBack(sessionId),
    'finish.resolve': ({ sessionId, target, agent }) => finish.resolve(sessionId, target, agent),
    'finish.stopResolving': ({ sessionId }) => finish.stopResolving(sessionId),
    'finish.push': ({ sessionId, remote }) => finish.push(sessionId, remote),
    'finish.openPullRequest': ({ sessionId, ...request }) => finish.openPullRequest(sessionId, request),
    'finish.cancel': ({ sessionId }) => finish.cancel(sessionId),
  };
}
