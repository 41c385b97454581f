import { fullTime } from '../../../lib/format';
import styles from './rows.module.css';

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });

export function EntryTime({ ts }: { ts: number }) {
  return (
    <time className={styles.time} dateTime={new Date(ts).toISOString()} title={fullTime(ts)}>
      {clock.format(ts)}
    </time>
  );
}
