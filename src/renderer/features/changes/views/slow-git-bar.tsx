import { changesStrings as strings } from '../../../strings/changes';
import { Button } from '../../../ui/button';
import { Spinner } from '../../../ui/spinner';
import styles from './panel-bar.module.css';

/** Says that git takes long in the worktree, with the way out. */
export function SlowGitBar({ onCallOff }: { onCallOff(): void }) {
  return (
    <section role="status" className={styles.bar} title={strings.gitIsSlowHint}>
      <Spinner />
      <span className={styles.text}>{strings.gitIsSlow}</span>
      <Button size="sm" variant="ghost" className={styles.end} onClick={onCallOff}>
        {strings.callOff}
      </Button>
    </section>
  );
}
