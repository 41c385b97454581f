import { Trash2 } from 'lucide-react';
import type { BinnedSession, FoundSession } from '../../../shared/domain/bin';
import type { SessionId } from '../../../shared/domain/ids';
import type { Repository } from '../../../shared/domain/repository';
import type { Session } from '../../../shared/domain/session';
import { fileSize, fullTime } from '../../lib/format';
import { binStrings as strings } from '../../strings/bin';
import { sessionsStrings } from '../../strings/sessions';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { IconButton } from '../../ui/icon-button';
import styles from './put-away.module.css';
import { PutAwayRow } from './put-away-row';

export interface BinListProps {
  binned: readonly BinnedSession[];
  found: readonly FoundSession[];
  /** Bytes on disk, as far as they were counted. */
  sizes: ReadonlyMap<SessionId, number>;
  repositories: readonly Repository[];
  onRestore(session: Session): void;
  onRemove(session: Session): void;
  onAdopt(found: FoundSession): void;
  onRemoveFound(found: FoundSession): void;
}

/** Deleted sessions, the last one first, and those that only git still knows. */
export function BinList(props: BinListProps) {
  const { binned, found } = props;
  if (binned.length + found.length === 0) {
    return (
      <EmptyState icon={<Trash2 />} title={strings.none}>
        {strings.noneHint}
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={styles.list}>
        {binned.map((entry) => (
          <BinnedRow key={entry.session.id} {...props} entry={entry} />
        ))}
      </ul>
      {found.length > 0 && (
        <section aria-labelledby="found-in-git" className={styles.section}>
          <h3 id="found-in-git" className={styles.heading}>
            {strings.found}
          </h3>
          <p className={styles.note}>{strings.foundNote}</p>
          <ul className={styles.list}>
            {found.map((one) => (
              <FoundRow key={`${one.repositoryId} ${one.id}`} {...props} one={one} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function BinnedRow({
  entry,
  sizes,
  repositories,
  onRestore,
  onRemove,
}: BinListProps & { entry: BinnedSession }) {
  const { session, removedAt, problem } = entry;
  const { title } = session;
  const repository = repositories.find(({ id }) => id === session.repositoryId);
  const size = sizes.get(session.id);
  const isLeaving = session.life.kind === 'removing';
  return (
    <PutAwayRow
      title={title}
      problem={problem}
      facts={
        <>
          <span className={styles.place}>{repository?.name ?? sessionsStrings.repositoryClosed}</span>
          {isLeaving && !problem && <span>{strings.leaving}</span>}
          {removedAt && <time title={fullTime(removedAt)}>{strings.removedAt(removedAt)}</time>}
        </>
      }
      amount={<span className={styles.size}>{size === undefined ? strings.counting : fileSize(size)}</span>}
    >
      <Button
        size="sm"
        aria-label={sessionsStrings.restoreOne(title)}
        disabled={!repository || isLeaving}
        title={repository ? undefined : sessionsStrings.repositoryClosedHint}
        onClick={() => onRestore(session)}
      >
        {sessionsStrings.restore}
      </Button>
      <IconButton
        size="sm"
        label={strings.removeOne(title)}
        icon={<Trash2 size={14} />}
        onClick={() => onRemove(session)}
      />
    </PutAwayRow>
  );
}

function FoundRow({ one, repositories, onAdopt, onRemoveFound }: BinListProps & { one: FoundSession }) {
  const name = one.worktree?.branch ?? strings.foundName(one.id);
  return (
    <PutAwayRow
      title={name}
      facts={
        <>
          <span className={styles.place}>{repositories.find(({ id }) => id === one.repositoryId)?.name}</span>
          <time>{strings.lastWorked(fullTime(one.at))}</time>
        </>
      }
    >
      <Button size="sm" aria-label={strings.adoptOne(name)} onClick={() => onAdopt(one)}>
        {strings.adopt}
      </Button>
      <IconButton
        size="sm"
        label={strings.removeOne(name)}
        icon={<Trash2 size={14} />}
        onClick={() => onRemoveFound(one)}
      />
    </PutAwayRow>
  );
}
