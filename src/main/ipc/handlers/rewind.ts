import type { Rewinds } from '../../services/decisions/rewinds';
import type { AreaHandlers } from '../handler';

export function rewindHandlers(rewinds: Rewinds): AreaHandlers<'rewind'> {
  return {
    'rewind.timeline': ({ sessionId }) => rewinds.timeline(sessionId),
    'rewind.filesAt': ({ sessionId, checkpoint }) => rewinds.filesAt(sessionId, checkpoint),
    'rewind.preview': ({ sessionId, target }) => rewinds.preview(sessionId, target),
    'rewind.apply': ({ sessionId, ...choice }) => rewinds.rewind(sessionId, choice),
  };
}
