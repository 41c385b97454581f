import { Copy, ExternalLink } from 'lucide-react';
import type { CatalogAgent } from '../../../shared/domain/agent';
import { settingsStrings as strings } from '../../strings/settings';
import { AgentMark } from '../../ui/agent-mark';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { IconButton } from '../../ui/icon-button';
import { Spinner } from '../../ui/spinner';
import styles from './settings-view.module.css';

interface AgentsSettingsViewProps {
  catalog: readonly CatalogAgent[];
  problems: readonly string[];
  onCopy(text: string): void;
  onDocs(url: string): void;
  onEdit(): void;
}

export function AgentsSettingsView({ catalog, problems, onCopy, onDocs, onEdit }: AgentsSettingsViewProps) {
  return (
    <div className={styles.panel}>
      <div className={styles.row}>
        <p className={styles.muted}>{strings.agentsIntro}</p>
        <Button size="sm" onClick={onEdit}>
          {strings.editAgents}
        </Button>
      </div>
      {problems.length > 0 && (
        <div role="alert" className={styles.problems}>
          <h3>{strings.problems}</h3>
          {[...new Set(problems)].map((problem) => (
            <p key={problem}>{problem}</p>
          ))}
        </div>
      )}
      <ul className={styles.agents}>
        {catalog.map((agent) => (
          <AgentRow key={agent.id} agent={agent} onCopy={onCopy} onDocs={onDocs} />
        ))}
      </ul>
    </div>
  );
}

function AgentRow({
  agent,
  onCopy,
  onDocs,
}: { agent: CatalogAgent } & Pick<AgentsSettingsViewProps, 'onCopy' | 'onDocs'>) {
  const { availability } = agent;
  const source = strings.source[agent.source];
  return (
    <li className={styles.agent}>
      <AgentMark id={agent.id} name={agent.name} size="md" showName />
      <span className={styles.agentRight}>
        {source && <span className={styles.muted}>{source}</span>}
        <Availability availability={availability} />
        {availability.kind === 'missing' && availability.docsUrl && (
          <IconButton
            size="sm"
            label={strings.docs}
            icon={<ExternalLink size={14} />}
            onClick={() => availability.docsUrl && onDocs(availability.docsUrl)}
          />
        )}
      </span>
      {availability.kind === 'missing' && availability.command && (
        <p className={styles.absent}>{strings.missingProgram(availability.command)}</p>
      )}
      {availability.kind === 'missing' && availability.install && (
        <div className={styles.install}>
          <code>{availability.install}</code>
          <IconButton
            size="sm"
            label={strings.copyCommand}
            icon={<Copy size={14} />}
            onClick={() => availability.install && onCopy(availability.install)}
          />
        </div>
      )}
    </li>
  );
}

function Availability({ availability }: Pick<CatalogAgent, 'availability'>) {
  switch (availability.kind) {
    case 'ready':
      return (
        <>
          {availability.version && <span className={styles.muted}>{availability.version}</span>}
          <Badge tone="accent">{strings.ready}</Badge>
        </>
      );
    case 'missing':
      return <Badge>{strings.missing}</Badge>;
    case 'checking':
      return (
        <Badge>
          <Spinner size={10} />
          {strings.checking}
        </Badge>
      );
  }
}
