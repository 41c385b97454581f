import { ChangesActions } from '../../../../src/renderer/features/changes/changes-actions';
import { changesStore } from '../../../../src/renderer/features/changes/changes-slice';
import { DiffLoader } from '../../../../src/renderer/features/changes/diff-loader';
import { FileMarks } from '../../../../src/renderer/features/changes/file-marks';
import { shownChange } from '../../../../src/renderer/features/changes/model/list-changes';
import type { Call } from '../../../../src/renderer/lib/bridge';
import type { Notice } from '../../../../src/renderer/lib/toasts';
import type { Change, FileDiff } from '../../../../src/shared/domain/change';
import { sessionId } from '../../../../src/shared/domain/ids';
import { atOnce } from '../../../../src/shared/interruptible';
import type { Decided } from '../../../../src/shared/ipc/contract';
import { packDiff } from '../../../../src/shared/ipc/packed-diff';

/** A host that answers when the test says so. */
function host() {
  const calls: {
    method: string;
    input: unknown;
    answer(value: unknown): void;
    refuse(error: Error): void;
  }[] = [];
  const call = ((method: string, input: unknown) =>
    new Promise((resolve, refuse) => {
      const crossing = (value: unknown) =>
        method === 'change.diff' ? atOnce(packDiff(value as FileDiff)) : value;
      calls.push({ method, input, answer: (value) => resolve(crossing(value) as never), refuse });
    })) as Call;
  return { calls, call };
}

/** The panel of a session without its views, before such a host. */
export function panel(id: string) {
  const session = sessionId.parse(id);
  const store = changesStore(session);
  const { calls, call } = host();
  const notices: Notice[] = [];
  const errors: unknown[] = [];
  let listed: Change[] | null = [];
  let lists = 0;
  const waiting: (() => void)[] = [];
  /** What the host lists; null as it is of a session that is not shown. */
  const list = (changes: Change[] | null) => {
    listed = changes;
    lists++;
    for (const go of waiting.splice(0)) go();
  };
  const next = () => {
    const before = lists;
    return () => (lists > before ? Promise.resolve() : new Promise<void>((go) => waiting.push(go)));
  };
  const actions = new ChangesActions({
    sessionId: session,
    store,
    call,
    list: { now: () => listed, next },
    diffs: () => loader,
    notify: (notice) => notices.push(notice),
    reportError: (error) => errors.push(error),
  });
  const loader: DiffLoader = new DiffLoader({
    call,
    store,
    refresh: () => void actions.refresh(),
    onAwaited: (awaited) => actions.parts.goOn(awaited),
  });
  const marks = new FileMarks({
    sessionId: session,
    store,
    call,
    reportError: (error) => errors.push(error),
  });
  return { store, calls, notices, errors, actions, loader, list, marks };
}

/** What the host answers to a decision, with what it left of files decided on in part. */
export const decided = (
  kind: 'accept' | 'reject',
  ordinal: number,
  path: string,
  ...rest: Change[]
): Decided => ({
  decision: { ordinal, kind, what: { files: 1, path, partly: false }, undone: false, at: 0 },
  inseparable: [],
  rest: rest.map(shownChange),
});

/** Lets promises that are already settled run their continuations. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
