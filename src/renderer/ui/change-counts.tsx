import { compactCount } from '../lib/format';
import { commonStrings } from '../strings/common';
import styles from './change-counts.module.css';

/** `+12 −3`, read out as a sentence. */
export function ChangeCounts({ insertions, deletions }: { insertions: number; deletions: number }) {
  return (
    <span className={styles.counts} role="img" aria-label={commonStrings.linesChanged(insertions, deletions)}>
      <span className={styles.added}>+{compactCount(insertions)}</span>
      <span className={styles.removed}>−{compactCount(deletions)}</span>
    </span>
  );
}
