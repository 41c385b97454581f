import type { Bin } from '../../services/sessions/bin';
import type { UnlistedSessions } from '../../services/sessions/unlisted-sessions';
import type { AreaHandlers } from '../handler';

export function binHandlers(deps: { bin: Bin; unlisted: UnlistedSessions }): AreaHandlers<'bin'> {
  const { bin, unlisted } = deps;
  return {
    'bin.list': () => bin.list(),
    'bin.measure': ({ sessionId }) => bin.measure(sessionId),
    'bin.stopMeasuring': () => bin.stopMeasuring(),
    'bin.remove': ({ sessionIds }) => bin.remove(sessionIds),
    'bin.listFound': () => unlisted.list(),
    'bin.adopt': ({ repositoryId, sessionId }) => unlisted.adopt(repositoryId, sessionId),
    'bin.removeFound': ({ repositoryId, sessionId }) => unlisted.remove(repositoryId, sessionId),
  };
}
