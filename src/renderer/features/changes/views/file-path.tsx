import { cx } from '../../../lib/cx';
import { revealInCode } from '../../../markdown/reveal-hidden';
import { splitName, splitPath } from '../model/list-changes';
import styles from './file-path.module.css';

/** Shorter ones are not worth an ellipsis. */
const SHORT = 5;

/** A path that gives way where room is tight: the outer folders first, then the middle of the name, never how it ends. */
export function FilePath({ path, nameClass }: { path: string; nameClass?: string | undefined }) {
  const { directory, name } = splitPath(revealInCode(path));
  const { start, end } = splitName(name);
  return (
    <span className={styles.path}>
      {directory && (
        <span className={cx(styles.directory, directory.length > SHORT && styles.long)}>
          <bdi dir="ltr">{directory}</bdi>
        </span>
      )}
      <span className={cx(styles.name, nameClass)}>
        {start && <span className={styles.start}>{start}</span>}
        <span>{end}</span>
      </span>
    </span>
  );
}
