import { useEffect } from 'react';
import type { Change, ChangeSet } from '../../../shared/domain/change';
import type { SessionId } from '../../../shared/domain/ids';
import { useApp } from '../../lib/app-store';
import type { ChangesStore, ChangesUi } from './changes-slice';
import { bringBackDrafts } from './keep-comment-drafts';
import type { PanelServices } from './panel-services';
import type { Emptiness } from './views/changes-empty';

interface Seen {
  changeSet: ChangeSet | null;
  emptiness: Emptiness | null;
  shown: readonly Change[];
  contexts: ChangesUi['contexts'];
}

/** What the panel does by itself as the list of changes arrives, becomes another, or the reader asks for more of it. */
export function usePanelEffects(
  sessionId: SessionId,
  store: ChangesStore,
  { actions, loader, find, marks }: PanelServices,
  { changeSet, emptiness, shown, contexts }: Seen,
): void {
  const isOpen = useApp((state) => state.open?.id === sessionId);
  useEffect(() => {
    const { open } = useApp.getState();
    if (isOpen && open?.id === sessionId) bringBackDrafts(store, open.commentDrafts);
  }, [isOpen, sessionId, store]);
  useEffect(() => {
    if (!changeSet) return;
    store.setState({ decided: new Map() });
    actions.takeList(changeSet.changes);
  }, [actions, changeSet, store]);
  useEffect(() => void marks.loadViewed(), [marks]);
  useEffect(() => void marks.loadGenerated(changeSet?.changes ?? []), [marks, changeSet]);
  const isUntouched = emptiness === 'nothing-yet';
  const hasAccepted = (changeSet?.acceptedPending.files ?? 0) > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was committed can be undone no more
  useEffect(() => void actions.recall(), [actions, isUntouched, hasAccepted]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for more context is why we look again
  useEffect(() => loader.again(), [loader, contexts]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: more context is more to search
  useEffect(() => find.want(shown), [find, shown, contexts]);
}
