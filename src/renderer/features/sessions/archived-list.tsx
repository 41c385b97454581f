import { Archive, Trash2 } from 'lucide-react';
import type { Repository } from '../../../shared/domain/repository';
import type { Session } from '../../../shared/domain/session';
import { fullTime } from '../../lib/format';
import { binStrings } from '../../strings/bin';
import { sessionsStrings as strings } from '../../strings/sessions';
import { Button } from '../../ui/button';
import { ChangeCounts } from '../../ui/change-counts';
import { EmptyState } from '../../ui/empty-state';
import { IconButton } from '../../ui/icon-button';
import styles from './put-away.module.css';
import { PutAwayRow } from './put-away-row';

export interface ArchivedListProps {
  sessions: readonly Session[];
  /** Those that are open; a session of another cannot be shown. */
  repositories: readonly Repository[];
  onRestore(session: Session): void;
  onDelete(session: Session): void;
}

/** Sessions that were archived, the last one first, each with the way back. */
export function ArchivedList({ sessions, repositories, onRestore, onDelete }: ArchivedListProps) {
  if (sessions.length === 0) {
    return (
      <EmptyState icon={<Archive />} title={strings.archivedNone}>
        {strings.archivedNoneHint}
      </EmptyState>
    );
  }
  return (
    <ul className={styles.list}>
      {sessions.map((session) => {
        const { title, worktree, changes, life } = session;
        const repository = repositories.find(({ id }) => id === session.repositoryId);
        return (
          <PutAwayRow
            key={session.id}
            title={title}
            facts={
              <>
                <span className={styles.place}>{repository?.name ?? strings.repositoryClosed}</span>
                {worktree && <span className={styles.branch}>{worktree.branch}</span>}
                {life.kind === 'archived' && <time>{strings.archivedAt(fullTime(life.at))}</time>}
              </>
            }
            amount={
              changes.files > 0 && (
                <ChangeCounts insertions={changes.insertions} deletions={changes.deletions} />
              )
            }
          >
            <Button
              size="sm"
              aria-label={strings.restoreOne(title)}
              disabled={!repository}
              title={repository ? undefined : strings.repositoryClosedHint}
              onClick={() => onRestore(session)}
            >
              {strings.restore}
            </Button>
            <IconButton
              size="sm"
              label={binStrings.deleteOne(title)}
              icon={<Trash2 size={14} />}
              onClick={() => onDelete(session)}
            />
          </PutAwayRow>
        );
      })}
    </ul>
  );
}
