import type { Entry } from '../../../../shared/domain/transcript';
import { duration } from '../../../lib/format';
import { transcriptStrings as strings } from '../../../strings/transcript';
import { ErrorEntry } from './notice-entry';
import styles from './rows.module.css';

/** How a turn ended, in words, and how long it took. */
export function TurnEndEntry({ entry }: { entry: Extract<Entry, { type: 'turn-end' }> }) {
  const reason = strings.stopReasons[entry.stopReason];
  const took = entry.startedAt === undefined ? undefined : duration(entry.ts - entry.startedAt);
  return (
    <div className={styles.turnEnd} data-reason={entry.stopReason}>
      {entry.error && <ErrorEntry error={entry.error} />}
      <div className={styles.turnLine}>
        <span>{took ? strings.turnLine(reason, took) : reason}</span>
        {entry.stopReason === 'interrupted' && <span>{strings.deadMessage}</span>}
      </div>
    </div>
  );
}
