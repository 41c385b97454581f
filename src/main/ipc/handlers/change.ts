import type { Changes } from '../../services/changes';
import type { AreaHandlers } from '../handler';

export function changeHandlers(changes: Changes): AreaHandlers<'change'> {
  return {
    'change.refresh': ({ sessionId }) => changes.refresh(sessionId),
    'change.diff': ({ sessionId, change, context }) => changes.diff(sessionId, change, context),
    'change.accept': ({ sessionId, changes: shown }) => changes.accept(sessionId, shown),
    'change.reject': ({ sessionId, changes: shown }) => changes.reject(sessionId, shown),
  };
}
