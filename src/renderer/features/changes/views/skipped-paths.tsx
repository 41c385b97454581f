import { TriangleAlert } from 'lucide-react';
import type { SkippedPath } from '../../../../shared/domain/change';
import { changesStrings as strings } from '../../../strings/changes';
import { Popover } from '../../../ui/popover';
import styles from './skipped-paths.module.css';

/** What is not among the changes, and why: said, never hidden. */
export function SkippedPaths({ skipped }: { skipped: readonly SkippedPath[] }) {
  if (skipped.length === 0) return null;
  return (
    <footer className={styles.footer}>
      <Popover
        side="top"
        title={strings.skipped(skipped.length)}
        trigger={
          <button type="button" className={styles.trigger}>
            <TriangleAlert aria-hidden size={13} /> {strings.skipped(skipped.length)}
          </button>
        }
      >
        <ul className={styles.list}>
          {skipped.map((one) => (
            <li key={one.path} className={styles.item}>
              <code className={styles.path}>{one.path}</code> {strings.skippedReason(one)}
            </li>
          ))}
        </ul>
      </Popover>
    </footer>
  );
}
