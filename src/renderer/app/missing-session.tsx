import { go } from '../lib/route';
import { appStrings } from '../strings/app';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import styles from './stage.module.css';
import { StageBar } from './stage-bar';

/** A session that main does not list: gone, or so new that its first event has not come yet. */
export function MissingSession() {
  return (
    <main data-panel="main" aria-label={appStrings.panels.main} className={styles.stage}>
      <StageBar />
      <div className={styles.missing}>
        <EmptyState
          title={appStrings.sessionGone}
          actions={<Button onClick={() => go({ kind: 'home' })}>{appStrings.home}</Button>}
        >
          {appStrings.sessionGoneHint}
        </EmptyState>
      </div>
    </main>
  );
}
