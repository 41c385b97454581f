import type { About } from '../../../shared/ipc/snapshots';
import { appStrings } from '../../strings/app';
import { diagnosticsStrings } from '../../strings/diagnostics';
import { settingsStrings as strings } from '../../strings/settings';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { CoppiceMark } from '../../ui/coppice-mark';
import styles from './settings-view.module.css';

interface AboutViewProps {
  about: About;
  onReveal(path: string): void;
  onLog(): void;
  onDiagnostics(): void;
}

export function AboutView({ about, onReveal, onLog, onDiagnostics }: AboutViewProps) {
  const facts: [string, string][] = [
    [strings.version, about.version],
    [strings.electron, about.electron],
    [strings.chrome, about.chrome],
    [strings.node, about.node],
    [strings.sqlite, about.sqlite],
    [strings.git, about.git ?? strings.gitMissing],
    [strings.platform, about.platform],
    [strings.dataFolder, about.dataFolder],
  ];
  return (
    <div className={styles.panel}>
      <div className={styles.identity}>
        <span className={styles.mark}>
          <CoppiceMark size={48} />
        </span>
        <div>
          <p className={styles.name}>{appStrings.name}</p>
          <p className={styles.muted}>{strings.tagline}</p>
        </div>
      </div>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <Fact key={name} name={name} value={value} />
        ))}
      </dl>
      {about.fallbackElectron && (
        <p>
          <Badge tone="warning">{strings.electron}</Badge> {strings.fallback}
        </p>
      )}
      <div className={styles.actions}>
        <Button size="sm" onClick={() => onReveal(about.dataFolder)}>
          {strings.showData}
        </Button>
        <Button size="sm" onClick={onLog}>
          {strings.showLog}
        </Button>
        <Button size="sm" onClick={onDiagnostics}>
          {diagnosticsStrings.copy}
        </Button>
      </div>
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
