import type { KeyboardEvent } from 'react';
import { sessionsStrings } from '../../strings/sessions';
import styles from './more-row.module.css';

/** Stands in place of a repository's sessions when all it has are archived, and leads to them. */
export function ArchivedRow({ count, onShow }: { count: number; onShow(): void }) {
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onShow();
  }
  return (
    <div
      role="treeitem"
      aria-level={2}
      aria-selected={false}
      tabIndex={-1}
      className={styles.row}
      onClick={onShow}
      onKeyDown={onKeyDown}
    >
      {sessionsStrings.onlyArchived(count)}
    </div>
  );
}
