import { GitBranch, ShieldCheck } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { CatalogAgent } from '../../../shared/domain/agent';
import type { AgentId } from '../../../shared/domain/ids';
import type { Branch, Repository } from '../../../shared/domain/repository';
import { commonStrings } from '../../strings/common';
import { newSessionStrings as strings } from '../../strings/sessions';
import { AgentMark } from '../../ui/agent-mark';
import { Button } from '../../ui/button';
import { CoppiceMark } from '../../ui/coppice-mark';
import { Kbd } from '../../ui/kbd';
import { Select, type SelectOption } from '../../ui/select';
import styles from './new-session-view.module.css';

export interface NewSessionViewProps {
  repository: Repository;
  branches: readonly Branch[];
  catalog: readonly CatalogAgent[];
  defaultAgent: AgentId;
  /** Whether the built-in agent has a model; without one it follows plain commands. */
  hasModel: boolean;
  busy: boolean;
  onCreate(prompt: string, agent: AgentId, baseRef: string | undefined): void;
}

/** One field and Enter: the prompt that starts a session. */
export function NewSessionView(props: NewSessionViewProps) {
  const { repository, branches, catalog, defaultAgent, hasModel, busy, onCreate } = props;
  const [prompt, setPrompt] = useState('');
  const [agent, setAgent] = useState<AgentId>(defaultAgent);
  const [base, setBase] = useState<string>();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const current = branches.find((branch) => branch.current);
  const isPlain = !hasModel && catalog.find(({ id }) => id === agent)?.source === 'builtin';
  const create = () => {
    if (!busy) onCreate(prompt, agent, base);
  };
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    create();
  }
  return (
    <div className={styles.screen}>
      <div className={styles.column}>
        <span className={styles.mark}>
          <CoppiceMark size={36} />
        </span>
        <h1 className={styles.heading}>{strings.heading(repository.name)}</h1>
        <div className={styles.box}>
          <textarea
            ref={field}
            rows={3}
            aria-label={strings.prompt}
            placeholder={isPlain ? strings.plainPrompt : strings.prompt}
            value={prompt}
            onChange={(event) => setPrompt(event.target.value)}
            onKeyDown={onKeyDown}
            className={styles.field}
          />
          <div className={styles.bar}>
            <Select
              label={strings.agent}
              size="sm"
              look="quiet"
              value={agent}
              options={agentOptions(catalog)}
              onChange={(next: AgentId) => setAgent(next)}
            />
            {branches.length > 0 && (
              <span className={styles.base}>
                <GitBranch aria-hidden size={13} />
                <Select
                  label={strings.base}
                  size="sm"
                  look="quiet"
                  value={base ?? current?.name ?? ''}
                  placeholder={strings.base}
                  options={branchOptions(branches)}
                  onChange={setBase}
                />
              </span>
            )}
            <Button
              variant={prompt.trim() ? 'primary' : 'secondary'}
              busy={busy}
              onClick={create}
              className={styles.create}
            >
              {prompt.trim() ? strings.create : strings.createEmpty}
              <Kbd shortcut="Enter" />
            </Button>
          </div>
        </div>
        <p className={styles.note}>
          <ShieldCheck aria-hidden size={14} />
          {strings.note}
        </p>
      </div>
    </div>
  );
}

function agentOptions(catalog: readonly CatalogAgent[]): SelectOption<AgentId>[] {
  const ready = (agent: CatalogAgent) => agent.availability.kind === 'ready';
  return [...catalog]
    .sort((a, b) => Number(ready(b)) - Number(ready(a)))
    .map((agent) => ({
      value: agent.id,
      label: agent.name,
      icon: <AgentMark id={agent.id} name={agent.name} />,
      disabled: !ready(agent),
      ...(!ready(agent) && { description: absence(agent) }),
    }));
}

function absence({ availability }: CatalogAgent): string {
  if (availability.kind === 'checking') return strings.checking;
  const command = availability.kind === 'missing' && availability.command;
  return command ? commonStrings.noProgram(command) : strings.notInstalled;
}

function branchOptions(branches: readonly Branch[]): SelectOption[] {
  return [...branches]
    .sort((a, b) => Number(a.remote) - Number(b.remote) || Number(b.current) - Number(a.current))
    .map((branch) => ({
      value: branch.name,
      label: branch.name,
      group: branch.remote ? strings.remote : strings.local,
      ...(branch.current && { description: strings.current }),
    }));
}
