import styles from './key-list.module.css';

interface KeyListProps {
  /** Keys in words and what they do, in the order shown. */
  keys: readonly (readonly [keys: string, text: string])[];
}

/** Which keys do what. */
export function KeyList({ keys }: KeyListProps) {
  return (
    <dl className={styles.keys}>
      {keys.map(([key, text]) => (
        <div key={`${key} ${text}`} className={styles.line}>
          <dt className={styles.key}>
            <kbd>{key}</kbd>
          </dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
