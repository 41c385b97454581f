import { runAction } from '../../lib/actions';
import { useApp } from '../../lib/app-store';
import { statusBarStrings as strings } from '../../strings/status';
import { StatusBarView, type StatusWarning } from './status-bar-view';

export function StatusBar() {
  const pool = useApp((state) => state.pool);
  const about = useApp((state) => state.about);
  const problems = useApp((state) => state.catalogProblems.length);
  const warnings: StatusWarning[] = [];
  if (problems > 0) {
    warnings.push({
      id: 'agents',
      text: strings.agentsFile,
      hint: strings.agentsFile,
      onPress: () => runAction('settings.agents'),
    });
  }
  if (about && about.git === null) {
    warnings.push({ id: 'git', text: strings.gitMissing, hint: strings.gitMissingHint });
  }
  if (about?.fallbackElectron) {
    warnings.push({
      id: 'electron',
      text: strings.fallback(about.electron),
      hint: strings.fallbackHint,
      onPress: () => runAction('about.open'),
    });
  }
  return <StatusBarView pool={pool} warnings={warnings} onAgents={() => runAction('processes.open')} />;
}
