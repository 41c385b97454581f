import { Home } from '../features/repositories/home-container';
import { NewSession } from '../features/sessions/new-session-container';
import { useApp } from '../lib/app-store';
import { useRoute } from '../lib/route';
import { appStrings } from '../strings/app';
import { SessionStage } from './session-stage';
import styles from './stage.module.css';
import { StageBar } from './stage-bar';

/** What the route names, beside the sidebar. */
export function Stage() {
  const route = useRoute((state) => state.route);
  const isKnown = useApp(
    (state) => route.kind !== 'new-session' || state.repositories.some(({ id }) => id === route.repositoryId),
  );
  if (route.kind === 'session') return <SessionStage key={route.sessionId} sessionId={route.sessionId} />;
  return (
    <main data-panel="main" aria-label={appStrings.panels.main} className={styles.stage}>
      <StageBar />
      <div className={styles.body}>
        {route.kind === 'new-session' && isKnown ? (
          <NewSession key={route.repositoryId} repositoryId={route.repositoryId} />
        ) : (
          <Home />
        )}
      </div>
    </main>
  );
}
