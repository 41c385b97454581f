import { CSPProvider } from '@base-ui/react/csp-provider';
import { useApp } from '../lib/app-store';
import { appStrings } from '../strings/app';
import { CoppiceMark } from '../ui/coppice-mark';
import { Toaster } from '../ui/toast';
import { TooltipProvider } from '../ui/tooltip';
import styles from './app.module.css';
import { CrashBoundary } from './crash-boundary';
import { Shell } from './shell';
import { StartFailure } from './start-failure';
import { useTheme } from './theme';

export function App() {
  useTheme();
  return (
    <CSPProvider disableStyleElements>
      <TooltipProvider>
        <CrashBoundary>
          <Phase />
        </CrashBoundary>
        <Toaster />
      </TooltipProvider>
    </CSPProvider>
  );
}

function Phase() {
  const phase = useApp((state) => state.phase);
  switch (phase.kind) {
    case 'loading':
      return (
        <output className={styles.loading}>
          <CoppiceMark size={40} />
          {appStrings.starting}
        </output>
      );
    case 'failed':
      return <StartFailure error={phase.error} />;
    case 'ready':
      return <Shell />;
  }
}
