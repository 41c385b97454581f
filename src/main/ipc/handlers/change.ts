import { packDiff } from '../../../shared/ipc/packed-diff';
import { inSlices } from '../../platform/in-slices';
import type { CallOffs } from '../../services/changes/call-offs';
import type { ChangeSearch } from '../../services/changes/change-search';
import type { ChangedFiles } from '../../services/changes/changed-files';
import type { Changes } from '../../services/changes/changes';
import type { Decisions } from '../../services/decisions/decisions';
import type { Store } from '../../store/store';
import type { AreaHandlers } from '../handler';

export interface ChangeHandlerDeps {
  callOffs: CallOffs;
  changes: Changes;
  changedFiles: ChangedFiles;
  changeSearch: ChangeSearch;
  decisions: Decisions;
  store: Pick<Store, 'sessions' | 'viewedFiles'>;
}

export function changeHandlers({
  callOffs,
  changes,
  changedFiles,
  changeSearch,
  decisions,
  store,
}: ChangeHandlerDeps): AreaHandlers<'change'> {
  return {
    'change.callOff': ({ sessionId }) => callOffs.callOff(sessionId),
    'change.refresh': ({ sessionId }) => changes.refresh(sessionId),
    'change.diff': async ({ sessionId, change, context }) =>
      inSlices(packDiff(await changedFiles.diff(sessionId, change, context))),
    'change.image': ({ sessionId, change }) => changedFiles.image(sessionId, change),
    'change.generated': ({ sessionId }) => changedFiles.generated(sessionId),
    'change.search': ({ sessionId, ...query }) => changeSearch.search(sessionId, query),
    'change.accept': ({ sessionId, ...choice }) => decisions.accept(sessionId, choice),
    'change.reject': ({ sessionId, ...choice }) => decisions.reject(sessionId, choice),
    'change.undo': ({ sessionId, ordinal }) => decisions.undo(sessionId, ordinal),
    'change.decisions': ({ sessionId }) => decisions.list(sessionId),
    'change.viewed': ({ sessionId }) => store.viewedFiles.list(sessionId),
    'change.setViewed': ({ sessionId, change, viewed }) => {
      store.sessions.get(sessionId);
      store.viewedFiles.set(sessionId, change, viewed);
    },
  };
}
