import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '../../../lib/cx';
import styles from './rows.module.css';

interface DisclosureProps {
  expanded: boolean;
  onToggle(): void;
  /** The line that is always in sight. */
  summary: ReactNode;
  children?: ReactNode;
}

/** A line that opens to details; without children it is only a line. */
export function Disclosure({ expanded, onToggle, summary, children }: DisclosureProps) {
  if (!children) return <div className={cx(styles.line, styles.lineStill)}>{summary}</div>;
  return (
    <>
      <button type="button" className={styles.line} aria-expanded={expanded} onClick={onToggle}>
        {summary}
        <ChevronRight aria-hidden size={14} className={styles.chevron} />
      </button>
      {expanded && <div className={styles.details}>{children}</div>}
    </>
  );
}
