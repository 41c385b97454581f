import { Archive } from 'lucide-react';
import type { Repository } from '../../../shared/domain/repository';
import type { Session } from '../../../shared/domain/session';
import type { ErrorInfo } from '../../../shared/errors';
import { fullTime } from '../../lib/format';
import { commonStrings } from '../../strings/common';
import { sessionsStrings as strings } from '../../strings/sessions';
import { Button } from '../../ui/button';
import { ChangeCounts } from '../../ui/change-counts';
import { Dialog } from '../../ui/dialog';
import { EmptyState } from '../../ui/empty-state';
import { ErrorNotice } from '../../ui/error-notice';
import { Spinner } from '../../ui/spinner';
import styles from './archived-view.module.css';

export type ArchivedState =
  | { kind: 'loading' }
  | { kind: 'failed'; error: ErrorInfo }
  | { kind: 'ready'; sessions: readonly Session[] };

export interface ArchivedViewProps {
  state: ArchivedState;
  /** Those that are open; a session of another cannot be shown. */
  repositories: readonly Repository[];
  /** The one repository whose sessions are listed. */
  only: Repository | undefined;
  onRetry(): void;
  onRestore(session: Session): void;
  onClose(): void;
}

/** Sessions that were put away, the last one first, each with the way back. */
export function ArchivedView(props: ArchivedViewProps) {
  const { state, only, onClose } = props;
  const some = state.kind === 'ready' && state.sessions.length > 0;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={only ? strings.archivedIn(only.name) : strings.archivedTitle}
      description={some ? strings.archivedNote : undefined}
    >
      <Content {...props} />
    </Dialog>
  );
}

function Content({ state, repositories, onRetry, onRestore }: ArchivedViewProps) {
  switch (state.kind) {
    case 'loading':
      return (
        <output className={styles.waiting}>
          <Spinner />
          {strings.archivedLoading}
        </output>
      );
    case 'failed':
      return (
        <ErrorNotice error={state.error} actions={<Button onClick={onRetry}>{commonStrings.retry}</Button>} />
      );
    case 'ready':
      if (state.sessions.length === 0) {
        return (
          <EmptyState icon={<Archive />} title={strings.archivedNone}>
            {strings.archivedNoneHint}
          </EmptyState>
        );
      }
      return (
        <ul className={styles.list}>
          {state.sessions.map((session) => (
            <Row
              key={session.id}
              session={session}
              repository={repositories.find(({ id }) => id === session.repositoryId)}
              onRestore={() => onRestore(session)}
            />
          ))}
        </ul>
      );
  }
}

interface RowProps {
  session: Session;
  repository: Repository | undefined;
  onRestore(): void;
}

function Row({ session, repository, onRestore }: RowProps) {
  const { title, worktree, changes, archivedAt = 0 } = session;
  return (
    <li className={styles.row}>
      <div className={styles.text}>
        <div className={styles.title} title={title}>
          {title}
        </div>
        <div className={styles.facts}>
          <span className={styles.place}>{repository?.name ?? strings.repositoryClosed}</span>
          {worktree && <span className={styles.branch}>{worktree.branch}</span>}
          <time>{strings.archivedAt(fullTime(archivedAt))}</time>
        </div>
      </div>
      {changes.files > 0 && <ChangeCounts insertions={changes.insertions} deletions={changes.deletions} />}
      <Button
        size="sm"
        aria-label={strings.restoreOne(title)}
        disabled={!repository}
        title={repository ? undefined : strings.repositoryClosedHint}
        onClick={onRestore}
      >
        {strings.restore}
      </Button>
    </li>
  );
}
