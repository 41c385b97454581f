import { useMemo } from 'react';
import type { SessionId } from '../../../shared/domain/ids';
import { useSession } from '../../lib/app-store';
import { call } from '../../lib/bridge';
import { reporting } from '../../lib/toasts';
import type { ChangesActions } from './changes-actions';
import { type ChangesStore, isCollapsed, withEntry } from './changes-slice';
import type { CommentActions } from './comment-actions';
import type { DiffLoader } from './diff-loader';
import type { FileMarks } from './file-marks';
import { shownChange } from './model/list-changes';
import type { FileHandlers } from './views/file-handlers';

/** What can be done to one file of the panel. */
export function useFileHandlers(
  sessionId: SessionId,
  store: ChangesStore,
  actions: ChangesActions,
  comments: CommentActions,
  loader: DiffLoader,
  marks: FileMarks,
): FileHandlers {
  const worktree = useSession(sessionId)?.worktree?.path;
  return useMemo(
    () => ({
      toggle(change) {
        const state = store.getState();
        const collapsed = withEntry(state.collapsed, change.id, !isCollapsed(state, change));
        const updated = new Set(state.updated);
        updated.delete(change.id);
        store.setState({ collapsed, updated });
      },
      decide: (decision, change) => void actions.decide(decision, [change]),
      decidePart: (decision, change, part) => void actions.parts.decide(decision, change, part),
      select(change, row, extend, side) {
        const { selection } = store.getState();
        const before = extend && selection?.fileId === change.id ? selection : { anchor: row, side };
        store.setState({ selection: { ...before, fileId: change.id, head: row } });
      },
      clearSelection: () => store.setState({ selection: null }),
      setViewed: (change, seen) => void marks.setViewed(change, seen),
      expandContext: (change) => actions.expandContext(change),
      showAnyway(change) {
        const { shownAnyway } = store.getState();
        if (!shownAnyway.has(change.id)) store.setState({ shownAnyway: new Set(shownAnyway).add(change.id) });
      },
      loadImage: (change) => call('change.image', { sessionId, change: shownChange(change) }),
      retry: (change) => loader.retry(change),
      reveal(change) {
        if (worktree === undefined) return;
        void reporting(() => call('app.revealPath', { path: `${worktree}/${change.path}` }));
      },
      comments,
    }),
    [sessionId, store, actions, comments, loader, marks, worktree],
  );
}
