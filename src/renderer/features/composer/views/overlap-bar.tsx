import { UsersRound } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { AgentId } from '../../../../shared/domain/ids';
import { overlapStrings as strings } from '../../../strings/overlap';
import { Button } from '../../../ui/button';
import type { FoundOverlap, OverlapChoice } from '../model/overlap';
import styles from './overlap-bar.module.css';

interface OverlapBarProps {
  overlap: FoundOverlap;
  /** What the agent is called that the prompt is for. */
  agent: string;
  nameOf(agent: AgentId): string;
  onChoose(choice: OverlapChoice, remember: boolean): void;
  onDismiss(): void;
}

/** Asks, before a prompt is sent, what to do about other agents' work that it gets in the way of. */
export function OverlapBar({ overlap, agent, nameOf, onChoose, onDismiss }: OverlapBarProps) {
  const id = useId();
  const firstRef = useRef<HTMLButtonElement>(null);
  const choices: readonly OverlapChoice[] =
    overlap.kind === 'working' ? ['wait', 'beside', 'read-only'] : ['beside', 'read-only'];
  const [hinted, setHinted] = useState(choices[0]);
  const [remember, setRemember] = useState(false);
  const names = strings.names(overlap.agents.map(nameOf));
  useEffect(() => firstRef.current?.focus(), []);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    onDismiss();
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for the fields of a form.
    <div role="group" className={styles.bar} aria-labelledby={`${id}-what`} onKeyDown={onKeyDown}>
      <p id={`${id}-what`} className={styles.what} title={overlap.files.slice(0, 40).join('\n')}>
        <UsersRound aria-hidden size={14} className={styles.icon} />
        <span>{strings.what(overlap, names)}</span>
      </p>
      <div className={styles.choices}>
        {choices.map((choice, index) => (
          <Button
            key={choice}
            ref={index === 0 ? firstRef : undefined}
            size="sm"
            aria-describedby={`${id}-${choice}`}
            onFocus={() => setHinted(choice)}
            onPointerEnter={() => setHinted(choice)}
            onClick={() => onChoose(choice, remember)}
          >
            <span className={styles.label}>{strings.choice(choice, agent)}</span>
          </Button>
        ))}
        <label className={styles.remember}>
          <input type="checkbox" checked={remember} onChange={(event) => setRemember(event.target.checked)} />
          {strings.remember}
        </label>
      </div>
      {/* All lie in one place, so that the buttons stay where they are while the pointer passes over them. */}
      <div className={styles.hints}>
        {choices.map((choice) => (
          <p key={choice} id={`${id}-${choice}`} className={styles.hint} data-shown={choice === hinted}>
            {strings.hint(overlap, choice, names)}
          </p>
        ))}
      </div>
    </div>
  );
}
