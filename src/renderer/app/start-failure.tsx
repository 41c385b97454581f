import type { ErrorInfo } from '../../shared/errors';
import { call } from '../lib/bridge';
import { reporting } from '../lib/toasts';
import { appStrings } from '../strings/app';
import { Button } from '../ui/button';
import { ErrorNotice } from '../ui/error-notice';
import styles from './app.module.css';

/** The whole window when there is nothing to show but what went wrong. */
export function StartFailure({ error }: { error: ErrorInfo }) {
  return (
    <main className={styles.failureScreen}>
      <div className={styles.failure}>
        <h1>{appStrings.failedTitle}</h1>
        <ErrorNotice
          error={error}
          actions={
            <>
              <Button onClick={() => window.location.reload()}>{appStrings.reload}</Button>
              <Button onClick={() => void reporting(() => call('app.showLog', {}))}>
                {appStrings.showLog}
              </Button>
            </>
          }
        />
      </div>
    </main>
  );
}
