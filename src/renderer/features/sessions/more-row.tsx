import type { KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { sessionsStrings } from '../../strings/sessions';
import styles from './more-row.module.css';

interface MoreRowProps {
  /** Sessions that are not drawn. */
  hidden: number;
  onMore(): void;
}

/** The last row of a long list: draws more of it, and moves the keyboard on to the first of these. */
export function MoreRow({ hidden, onMore }: MoreRowProps) {
  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    const before = event.currentTarget.previousElementSibling;
    flushSync(onMore);
    if (before?.nextElementSibling instanceof HTMLElement) before.nextElementSibling.focus();
  }
  return (
    <div
      role="treeitem"
      aria-level={2}
      aria-selected={false}
      tabIndex={-1}
      className={styles.row}
      onClick={onMore}
      onKeyDown={onKeyDown}
    >
      {sessionsStrings.more(hidden)}
    </div>
  );
}
