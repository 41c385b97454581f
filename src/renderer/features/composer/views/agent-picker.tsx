import type { CatalogAgent } from '../../../../shared/domain/agent';
import type { AgentId } from '../../../../shared/domain/ids';
import { composerStrings as strings } from '../../../strings/composer';
import { AgentMark } from '../../../ui/agent-mark';
import { Select, type SelectOption } from '../../../ui/select';

interface AgentPickerProps {
  catalog: readonly CatalogAgent[];
  agent: AgentId;
  onPick(agent: AgentId): void;
}

/** Whom the prompt goes to; agents that are not installed say how to get them. */
export function AgentPicker({ catalog, agent, onPick }: AgentPickerProps) {
  const ready = catalog.filter(({ availability }) => availability.kind !== 'missing');
  const missing = catalog.filter(({ availability }) => availability.kind === 'missing');
  return (
    <Select
      label={strings.agent}
      size="sm"
      look="quiet"
      value={agent}
      options={[...ready, ...missing].map(toOption)}
      placeholder={agent}
      onChange={onPick}
    />
  );
}

function toOption({ id, name, availability }: CatalogAgent): SelectOption<AgentId> {
  return {
    value: id,
    label: name,
    icon: <AgentMark id={id} name={name} />,
    disabled: availability.kind === 'missing',
    ...(availability.kind === 'missing' && { description: strings.agentMissing(availability) }),
    ...(availability.kind === 'checking' && { description: strings.agentChecking }),
    ...(availability.kind === 'ready' && availability.version && { description: availability.version }),
  };
}
