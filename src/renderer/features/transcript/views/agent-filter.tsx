import type { AgentId } from '../../../../shared/domain/ids';
import { transcriptStrings as strings } from '../../../strings/transcript';
import { AgentMark } from '../../../ui/agent-mark';
import styles from './transcript.module.css';

interface AgentFilterProps {
  agents: readonly { id: AgentId; name: string }[];
  filter: AgentId | null;
  onChange(agent: AgentId | null): void;
}

/** One timeline for all agents, or one agent's part of it. */
export function AgentFilter({ agents, filter, onChange }: AgentFilterProps) {
  return (
    <fieldset className={styles.filter}>
      <legend className={styles.filterLegend}>{strings.agentFilter}</legend>
      <button
        type="button"
        className={styles.filterChip}
        aria-pressed={filter === null}
        onClick={() => onChange(null)}
      >
        {strings.allAgents}
      </button>
      {agents.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          className={styles.filterChip}
          aria-pressed={filter === id}
          onClick={() => onChange(filter === id ? null : id)}
        >
          <AgentMark id={id} name={name} showName />
        </button>
      ))}
    </fieldset>
  );
}
