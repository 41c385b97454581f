import { useState } from 'react';
import type { CatalogAgent } from '../../../../shared/domain/agent';
import { fileKey } from '../../../../shared/domain/file-key';
import type { IntegrationOutcome, Preflight } from '../../../../shared/domain/finish';
import type { AgentId } from '../../../../shared/domain/ids';
import { finishStrings as strings } from '../../../strings/finish';
import { AgentMark } from '../../../ui/agent-mark';
import { Button } from '../../../ui/button';
import { Select } from '../../../ui/select';
import type { FinishViewProps } from './finish-props';
import styles from './finish-view.module.css';

const MAX_NAMED = 50;

interface ConflictStepProps extends FinishViewProps {
  preflight: Preflight;
  outcome: Extract<IntegrationOutcome, { kind: 'conflicts' }>;
}

/** The files that conflict, and the agent that may resolve them. */
export function ConflictStep(props: ConflictStepProps) {
  const { preflight, outcome, agents, lastAgent, hasModel, model, actions } = props;
  const [picked, setPicked] = useState<AgentId>();
  const canResolve = ({ source }: CatalogAgent) => hasModel || source !== 'builtin';
  const able = agents.filter(canResolve);
  const last = able.find(({ id }) => id === lastAgent);
  const agent = agents.find(({ id }) => id === picked) ?? last ?? able[0] ?? agents[0];
  const { conflicts, at } = outcome;
  const isOpen = preflight.pending > 0 || preflight.uncommitted > 0;
  return (
    <>
      <p className={styles.warning}>
        {at !== undefined && `${strings.conflictsAt(at)} `}
        {strings.conflicts(conflicts.length, preflight.target)}
      </p>
      <ul className={styles.files}>
        {conflicts.slice(0, MAX_NAMED).map((conflict) => (
          <li key={fileKey(conflict)}>
            {conflict.path} <span className={styles.kind}>{conflict.kind}</span>
          </li>
        ))}
        {conflicts.length > MAX_NAMED && <li>{strings.andMore(conflicts.length - MAX_NAMED)}</li>}
      </ul>
      {agent && (
        <div className={styles.buttons}>
          <span className={styles.hint}>
            {isOpen ? strings.resolveFirst : strings.resolveHint(preflight.target)}{' '}
            {!canResolve(agent) && strings.resolveByHand(agent.name)}
            {agent.id === last?.id && strings.resolvedByLast(agent.name)}
            {!picked && !last && agent.id === able[0]?.id && strings.resolvedByFirst(agent.name)}
          </span>
          <Select
            label={strings.agent}
            value={agent.id}
            options={agents.map(({ id, name }) => ({
              value: id,
              label: name,
              icon: <AgentMark id={id} name={name} />,
            }))}
            onChange={(next: AgentId) => setPicked(next)}
          />
          <Button
            disabled={isOpen}
            busy={model.running === 'integrate'}
            onClick={() => void actions.resolve(agent.id)}
          >
            {strings.resolve(agent.name)}
          </Button>
        </div>
      )}
    </>
  );
}
