import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { Author, Change, ChangeSet } from '../../../shared/domain/change';
import type { SessionId, TurnId } from '../../../shared/domain/ids';
import { useApp, useSession } from '../../lib/app-store';
import { call } from '../../lib/bridge';
import { reporting } from '../../lib/toasts';
import { changesStrings as strings } from '../../strings/changes';
import { AlertDialog } from '../../ui/alert-dialog';
import {
  type ChangesStore,
  type ChangesUi,
  changesStore,
  contentKey,
  type Decision,
  isCollapsed,
  type PanelUi,
} from './changes-slice';
import type { Choice } from './choices';
import type { DiffLayout } from './model/diff-rows';
import {
  type AuthorKey,
  countByAuthor,
  filterChanges,
  sharesOf,
  sortChanges,
  totals,
  turnKey,
  turnsOf,
} from './model/list-changes';
import { panelServices } from './panel-services';
import { Timeline } from './timeline-container';
import { useAuthorNames } from './use-author-names';
import { useComments } from './use-comments';
import { useFileHandlers } from './use-file-handlers';
import { usePanelEffects } from './use-panel-effects';
import { usePanelUi } from './use-panel-ui';
import { type AuthorNames, authorText } from './views/author-marks';
import { byAuthorMenu } from './views/by-author-menu';
import type { Emptiness } from './views/changes-empty';
import { ChangesView } from './views/changes-view';

/** The DiffPanel of a session; another session gets a panel of its own. */
export function ChangesPanel(props: ChangesPanelProps) {
  return <SessionChanges key={props.sessionId} {...props} />;
}

export interface ChangesPanelProps {
  sessionId: SessionId;
  /** What commits what is accepted, beside the count of it. */
  commitAction?: ReactNode;
}

function SessionChanges({ sessionId, commitAction }: ChangesPanelProps) {
  const changeSet = useApp((state) => (state.open?.id === sessionId ? state.open.changeSet : null));
  const diffLayout = useApp((state) => state.settings.diffLayout);
  const store = changesStore(sessionId);
  const ui = usePanelUi(store);
  const names = useAuthorNames(sessionId);
  const services = panelServices(sessionId, store);
  const { actions, commentActions, loader, decisions, find, marks } = services;
  const { all, shown } = useShownChanges(changeSet, ui);
  const emptiness = useEmptiness(sessionId, changeSet, all.length, shown.length, ui.hasDecided);
  const handlers = useFileHandlers(sessionId, store, actions, commentActions, loader, marks);
  const gitIsSlow = useSession(sessionId)?.gitIsSlow ?? false;
  const comments = useComments(sessionId, store, commentActions, names);
  usePanelEffects(sessionId, store, services, { changeSet, emptiness, shown, contexts: ui.contexts });
  const [asking, setAsking] = useState<readonly Choice[]>([]);
  const { collapsed, viewed, attributes } = ui;
  const collapsedOf = useCallback(
    (change: Change) => isCollapsed({ collapsed, viewed, attributes }, change),
    [collapsed, viewed, attributes],
  );
  const onVisible = useCallback(
    (visible: readonly Change[], top: string | null, ahead: readonly Change[]) => {
      store.setState({ top });
      const isOpen = (change: Change) => !isCollapsed(store.getState(), change);
      loader.want(visible.filter(isOpen), all, ahead.filter(isOpen));
    },
    [store, loader, all],
  );
  const shownTotals = useMemo(() => totals(shown), [shown]);
  const authorCounts = useMemo(() => countByAuthor(all), [all]);
  const turns = useMemo(() => turnsOf(all), [all]);
  const shares = useMemo(() => sharesOf(shown, ui.authors), [shown, ui.authors]);
  const byAuthor = useMemo(() => {
    const accept = (by: Author) => void actions.decide('accept', all, by);
    const reject = (by: Author) => setAsking([actions.choose('reject', all, by)]);
    return byAuthorMenu(all, names, { accept, reject });
  }, [actions, all, names]);
  const { onShowTurn, ...filter } = filterCallbacks(store, shown);
  const undo = useCallback((ordinal: number) => void actions.undo(ordinal), [actions]);
  return (
    <>
      <ChangesView
        changes={shown}
        emptiness={emptiness}
        skipped={changeSet?.skipped ?? []}
        marked={changeSet?.merge?.marked ?? none}
        ui={ui}
        store={store}
        diffLayout={diffLayout}
        names={names}
        header={{
          all: all.length,
          shown: shownTotals,
          authorCounts,
          turns,
          onRefresh: () => void actions.refresh(),
          shares,
          onDecideAll(decision) {
            if (decision === 'reject') setAsking(shares.map((by) => actions.choose('reject', shown, by)));
            else for (const by of shares) void actions.decide('accept', shown, by);
          },
          byAuthor,
          decisions,
          timeline: <Timeline sessionId={sessionId} names={names} undo={undo} onShowTurn={onShowTurn} />,
          busy: decisionOnAll(shown, ui.pending),
        }}
        comments={comments}
        accepted={changeSet?.acceptedPending ?? nothing}
        onCallOff={gitIsSlow ? () => void actions.callOff() : null}
        commitAction={commitAction}
        onUndo={() => void actions.undo()}
        handlers={handlers}
        isCollapsed={collapsedOf}
        onVisible={onVisible}
        onFind={(text, origin) => find.open(text, origin)}
        find={{
          onLook: (edit) => find.look(edit),
          onStep: (step) => find.step(step),
          onClose: () => find.close(),
        }}
        onSelectionMoved={(selection) => store.setState({ selection })}
        onDiffLayout={(layout) => {
          // Rows are others in another layout.
          store.setState({ selection: null });
          updateLayout(layout);
        }}
        {...filter}
      />
      <RejectDialog
        asking={asking}
        names={names}
        onClose={() => setAsking([])}
        onReject={(choice) => void actions.make(choice)}
      />
    </>
  );
}

interface RejectDialogProps {
  /** What is to be rejected when the reader says so; nothing while nothing is asked. */
  asking: readonly Choice[];
  names: AuthorNames;
  onReject(choice: Choice): void;
  onClose(): void;
}

function RejectDialog({ asking, names, onReject, onClose }: RejectDialogProps) {
  const authors = asking.flatMap(({ by }) => (by ? [authorText(by, names)] : []));
  return (
    <AlertDialog
      open={asking.length > 0}
      onOpenChange={(open) => !open && onClose()}
      title={
        authors.length > 0
          ? strings.rejectByTitle(authors.join(', '))
          : strings.rejectTitle(asking[0]?.files.size ?? 0)
      }
      description={authors.length > 0 ? strings.rejectByBody : strings.rejectBody}
      confirmLabel={strings.reject}
      tone="danger"
      onConfirm={() => {
        for (const choice of asking) onReject(choice);
        onClose();
      }}
    />
  );
}

/** What is being decided on every file shown; null while one of them waits for the reader. */
function decisionOnAll(shown: readonly Change[], pending: PanelUi['pending']): Decision | null {
  const [first] = shown;
  const isAll = shown.every(({ id }) => pending.has(id));
  return (isAll && first && pending.get(first.id)) || null;
}

const none: readonly string[] = [];
const nothing = { files: 0, insertions: 0, deletions: 0 };

function updateLayout(diffLayout: DiffLayout): void {
  void reporting(() => call('settings.update', { settings: { diffLayout } }));
}

function useShownChanges(changeSet: ChangeSet | null, ui: PanelUi): { all: Change[]; shown: Change[] } {
  const sorted = useMemo(() => sortChanges(changeSet?.changes ?? []), [changeSet]);
  const { decided, query, authors } = ui;
  return useMemo(() => {
    const all = sorted.filter((change) => decided.get(change.id) !== contentKey(change));
    return { all, shown: filterChanges(all, { query, authors }) };
  }, [sorted, decided, query, authors]);
}

function useEmptiness(
  sessionId: SessionId,
  changeSet: ChangeSet | null,
  all: number,
  shown: number,
  hasDecided: boolean,
): Emptiness | null {
  const noGit = useApp((state) => state.about !== null && state.about.git === null);
  const hasWorktree = useSession(sessionId)?.worktree !== undefined;
  const preparing = useSession(sessionId)?.status.kind === 'preparing';
  if (shown > 0) return null;
  if (all > 0) return 'no-match';
  if (noGit && !changeSet) return 'no-git';
  if (!changeSet && !hasWorktree) return preparing ? 'preparing' : 'no-worktree';
  if (!changeSet) return 'computing';
  return hasDecided ? 'all-decided' : 'nothing-yet';
}

function filterCallbacks(store: ChangesStore, shown: readonly Change[]) {
  return {
    onCursor: (cursor: ChangesUi['cursor']) => {
      const before = store.getState().cursor;
      if (before?.fileId !== cursor?.fileId || before?.row !== cursor?.row) store.setState({ cursor });
    },
    onQuery: (query: string) => store.setState({ query }),
    onToggleAuthor: (key: AuthorKey) => {
      const authors = new Set(store.getState().authors);
      if (!authors.delete(key)) authors.add(key);
      store.setState({ authors });
    },
    onShowTurn: (turn: TurnId) => store.setState({ query: '', authors: new Set([turnKey(turn)]) }),
    onClearFilter: () => store.setState({ query: '', authors: new Set() }),
    onWrap: (wrap: boolean) => store.setState({ wrap }),
    onListShown: (listShown: boolean) => store.setState({ listShown }),
    onCollapseAll: (collapsed: boolean) =>
      store.setState({ collapsed: new Map(shown.map(({ id }) => [id, collapsed])) }),
  };
}
