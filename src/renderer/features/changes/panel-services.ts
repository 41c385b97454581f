import type { SessionId } from '../../../shared/domain/ids';
import { type AppState, useApp } from '../../lib/app-store';
import { becomes } from '../../lib/becomes';
import { call } from '../../lib/bridge';
import { createFrameScheduler } from '../../lib/frame-scheduler';
import { notify, reportError, reporting } from '../../lib/toasts';
import { ChangesActions } from './changes-actions';
import { ChangesFind } from './changes-find';
import type { ChangesStore } from './changes-slice';
import { CommentActions } from './comment-actions';
import { DiffLoader } from './diff-loader';
import { FileMarks } from './file-marks';
import { commentDraftKeeper } from './keep-comment-drafts';
import type { PendingList } from './part-decisions';
import { toldOf } from './use-comments';

export type PanelServices = ReturnType<typeof createServices>;

const known = new WeakMap<ChangesStore, PanelServices>();

/** What a session's panel works with, as long as its state is remembered: what waits outlives a look at another session. */
export function panelServices(sessionId: SessionId, store: ChangesStore): PanelServices {
  const services = known.get(store) ?? createServices(sessionId, store);
  known.set(store, services);
  return services;
}

function createServices(sessionId: SessionId, store: ChangesStore) {
  const actions = new ChangesActions({
    ...{ sessionId, store, call, notify, reportError },
    list: pendingList(sessionId),
    diffs: () => loader,
  });
  const commentActions = new CommentActions({
    ...{ sessionId, store, call, notify, reportError },
    keeper: commentDraftKeeper(sessionId),
    told: toldOf,
  });
  const loader = new DiffLoader({
    call,
    store,
    refresh: () => void actions.refresh(),
    onAwaited: (change) => actions.parts.goOn(change),
    gathered: createFrameScheduler,
  });
  const decisions = {
    load: async () => (await reporting(() => call('change.decisions', { sessionId }))) ?? [],
    undo: (ordinal: number, redoes: boolean) => actions.undo(ordinal, redoes),
  };
  const find = new ChangesFind({ sessionId, store, call });
  const marks = new FileMarks({ sessionId, store, call, reportError });
  return { actions, commentActions, loader, decisions, find, marks };
}

/** The answer to a call may overtake the list that follows from it, which need not come. */
const LIST_DEADLINE = 2_000;

function pendingList(sessionId: SessionId): PendingList {
  const of = ({ open }: AppState) => (open?.id === sessionId ? open.changeSet : null);
  return {
    now: () => of(useApp.getState())?.changes ?? null,
    next: () => {
      const before = of(useApp.getState());
      return () => becomes(useApp, (state) => of(state) !== before, LIST_DEADLINE);
    },
  };
}
