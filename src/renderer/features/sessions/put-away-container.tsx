import { useState } from 'react';
import type { FoundSession } from '../../../shared/domain/bin';
import type { SessionId } from '../../../shared/domain/ids';
import { useApp } from '../../lib/app-store';
import { binStrings } from '../../strings/bin';
import { AlertDialog } from '../../ui/alert-dialog';
import { adoptFound, removeForGood, removeFound } from './bin-actions';
import { PutAwayView } from './put-away-view';
import { deleteSession, restoreSession } from './session-actions';
import { showPutAway, useSessionsUi } from './sessions-slice';
import { usePutAway } from './use-put-away';
import { useSizes } from './use-sizes';

/** The dialog of archived and deleted sessions. */
export function PutAwaySessions() {
  const isOpen = useSessionsUi((state) => state.putAway !== null);
  return isOpen ? <OpenDialog /> : null;
}

type Question = { kind: 'remove'; ids: SessionId[] } | { kind: 'remove-found'; found: FoundSession };

function OpenDialog() {
  const { of = 'all', tab = 'archived' } = useSessionsUi((state) => state.putAway) ?? {};
  const repositories = useApp((state) => state.repositories);
  const { state, load } = usePutAway(of);
  const binned = state.kind === 'ready' && tab === 'bin' ? state.binned : [];
  const sizes = useSizes(binned.map(({ session }) => session.id));
  const [question, setQuestion] = useState<Question | null>(null);
  const [busy, setBusy] = useState(false);

  async function answer(asked: Question): Promise<void> {
    setBusy(true);
    await (asked.kind === 'remove' ? removeForGood(asked.ids) : removeFound(asked.found));
    setBusy(false);
    setQuestion(null);
    load();
  }
  function leave(work: () => Promise<void>): void {
    showPutAway(null);
    void work();
  }
  return (
    <>
      <PutAwayView
        state={state}
        tab={tab}
        sizes={sizes}
        repositories={repositories}
        only={repositories.find(({ id }) => id === of)}
        onTab={(next) => showPutAway({ of, tab: next })}
        onRetry={load}
        onRestore={({ id }) => leave(() => restoreSession(id))}
        onDelete={(session) => void deleteSession(session).then(load)}
        onRemove={({ id }) => setQuestion({ kind: 'remove', ids: [id] })}
        onEmpty={() => setQuestion({ kind: 'remove', ids: binned.map(({ session }) => session.id) })}
        onAdopt={(found) => leave(() => adoptFound(found))}
        onRemoveFound={(found) => setQuestion({ kind: 'remove-found', found })}
        onClose={() => showPutAway(null)}
      />
      {question && (
        <AlertDialog
          open
          onOpenChange={(open) => {
            if (!open) setQuestion(null);
          }}
          tone="danger"
          busy={busy}
          title={binStrings.confirmTitle(question.kind === 'remove' ? question.ids.length : 1)}
          description={
            question.kind === 'remove' ? confirmText(question.ids, sizes) : binStrings.confirmFound
          }
          confirmLabel={binStrings.confirmLabel}
          onConfirm={() => void answer(question)}
        />
      )}
    </>
  );
}

function confirmText(ids: readonly SessionId[], sizes: ReadonlyMap<SessionId, number>): string {
  const known = ids.flatMap((id) => sizes.get(id) ?? []);
  return binStrings.confirm(
    known.reduce((sum, bytes) => sum + bytes, 0),
    known.length === ids.length,
  );
}
