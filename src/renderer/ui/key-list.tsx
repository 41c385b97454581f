import { Kbd } from './kbd';
import styles from './key-list.module.css';

/** Shortcuts and what they do: `Mod+F`, several as in `J / K`, from one to another as in `1 … 9`. */
export type KeyLine = readonly [keys: string, text: string];

/** Which keys do what, in the order given. */
export function KeyList({ keys }: { keys: readonly KeyLine[] }) {
  return (
    <dl className={styles.keys}>
      {keys.map(([shortcuts, text]) => (
        <div key={`${shortcuts} ${text}`} className={styles.line}>
          <dt className={styles.key}>
            {shortcuts
              .split(/ ([/…]) /)
              .map((part, index) => (index % 2 === 0 ? <Kbd key={part} shortcut={part} /> : ` ${part} `))}
          </dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
