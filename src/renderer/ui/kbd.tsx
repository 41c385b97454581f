import { isMac } from '../lib/platform';
import { type Shortcut, shortcutKeys } from '../lib/shortcut';
import styles from './kbd.module.css';

/** A shortcut as key caps. */
export function Kbd({ shortcut }: { shortcut: Shortcut }) {
  return (
    <span className={styles.keys}>
      {shortcutKeys(shortcut, isMac()).map((key) => (
        <kbd key={key} className={styles.key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
