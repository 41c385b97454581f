import { useCallback } from 'react';
import type { TurnId } from '../../shared/domain/ids';
import type { Session } from '../../shared/domain/session';
import { showTurn } from '../features/changes/changes-slice';
import { Composer } from '../features/composer/composer-container';
import { insertIntoComposer } from '../features/composer/composer-slice';
import { archiveSession, retryPreparation } from '../features/sessions/session-actions';
import { TroubleBanner } from '../features/sessions/trouble-banner';
import { TranscriptPanel } from '../features/transcript/transcript-container';
import { useAgentFilter } from '../features/transcript/transcript-slice';
import { appStrings } from '../strings/app';
import { commonStrings } from '../strings/common';
import { sessionsStrings } from '../strings/sessions';
import { Button } from '../ui/button';
import { ErrorNotice } from '../ui/error-notice';
import { Spinner } from '../ui/spinner';
import { showPanel } from './layout-slice';
import styles from './stage.module.css';
import type { SessionLoading } from './use-open-session';
import { useRoom } from './use-room';

/** The transcript and the composer under it. */
export function Conversation({ session, loading }: { session: Session; loading: SessionLoading }) {
  return (
    <main data-panel="main" aria-label={appStrings.panels.main} className={styles.conversation}>
      {isUnprepared(session) && <PreparationFailure session={session} />}
      <TroubleBanner session={session} />
      <Loaded session={session} loading={loading} />
    </main>
  );
}

function Loaded({ session, loading }: { session: Session; loading: SessionLoading }) {
  const filter = useAgentFilter(session.id);
  const room = useRoom();
  const { id } = session;
  const onShowTurn = useCallback(
    (turn: TurnId) => {
      showTurn(id, turn);
      showPanel('changes', !room.changes);
    },
    [id, room.changes],
  );
  switch (loading.kind) {
    case 'loading':
      return (
        <output className={styles.waiting}>
          <Spinner />
          {appStrings.openingSession}
        </output>
      );
    case 'failed':
      return (
        <div className={styles.notice}>
          <ErrorNotice
            error={loading.error}
            actions={<Button onClick={loading.retry}>{commonStrings.retry}</Button>}
          />
        </div>
      );
    case 'ready':
      return (
        <>
          <div data-panel="transcript" className={styles.transcript}>
            <TranscriptPanel
              sessionId={session.id}
              onShowTurn={onShowTurn}
              {...(!isUnprepared(session) && {
                onExample: (prompt) => insertIntoComposer(session.id, prompt),
              })}
            />
          </div>
          <div data-panel="composer">
            <Composer sessionId={session.id} filter={filter} />
          </div>
        </>
      );
  }
}

/** True when the worktree could not be made: nothing can be done in the session. */
function isUnprepared({ status, worktree }: Session): boolean {
  return status.kind === 'failed' && !worktree;
}

function PreparationFailure({ session }: { session: Session }) {
  const message = session.status.kind === 'failed' ? session.status.message : '';
  return (
    <div className={styles.notice}>
      <ErrorNotice
        error={{ message: sessionsStrings.failedTitle, hint: message }}
        actions={
          <>
            <Button onClick={() => void retryPreparation(session.id)}>{commonStrings.retry}</Button>
            <Button onClick={() => void archiveSession(session)}>{sessionsStrings.archive}</Button>
          </>
        }
      />
    </div>
  );
}
