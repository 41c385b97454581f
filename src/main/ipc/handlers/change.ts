import type { Changes } from '../../services/changes';
import type { Decisions } from '../../services/decisions';
import type { AreaHandlers } from '../handler';

export interface ChangeHandlerDeps {
  changes: Changes;
  decisions: Decisions;
}

export function changeHandlers({ changes, decisions }: ChangeHandlerDeps): AreaHandlers<'change'> {
  return {
    'change.refresh': ({ sessionId }) => changes.refresh(sessionId),
    'change.diff': ({ sessionId, change, context }) => changes.diff(sessionId, change, context),
    'change.accept': ({ sessionId, changes: shown }) => decisions.accept(sessionId, shown),
    'change.reject': ({ sessionId, changes: shown }) => decisions.reject(sessionId, shown),
  };
}
