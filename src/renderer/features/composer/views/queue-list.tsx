import { CirclePause, Clock3, Pencil } from 'lucide-react';
import { textOf } from '../../../../shared/domain/content';
import type { AgentId, TurnId } from '../../../../shared/domain/ids';
import type { Turn } from '../../../../shared/domain/turn';
import { composerStrings as strings } from '../../../strings/composer';
import { Button } from '../../../ui/button';
import styles from './composer.module.css';

interface QueueListProps {
  turns: readonly Turn[];
  nameOf(agent: AgentId): string;
  onWithdraw(turnId: TurnId): void;
}

/** Why the queue waits for the user, and the way to let it go on. */
export function HeldNotice({ reason, onGoOn }: { reason: string; onGoOn(): void }) {
  return (
    <div role="status" className={styles.held}>
      <CirclePause aria-hidden size={14} className={styles.heldIcon} />
      <span className={styles.heldText}>{reason}</span>
      <Button size="sm" onClick={onGoOn}>
        {strings.goOn}
      </Button>
    </div>
  );
}

/** Prompts that wait for the running turn to end. */
export function QueueList({ turns, nameOf, onWithdraw }: QueueListProps) {
  return (
    <ol className={styles.queue} aria-label={strings.queue}>
      {turns.map((turn) => (
        <li key={turn.id} className={styles.queued}>
          <Clock3 aria-hidden size={13} className={styles.faint} />
          <span className={styles.queuedText}>{textOf(turn.prompt).slice(0, 300)}</span>
          <span className={styles.faint}>{strings.queuedFor(nameOf(turn.agent))}</span>
          <button
            type="button"
            className={styles.quietButton}
            title={strings.withdrawHint}
            onClick={() => onWithdraw(turn.id)}
          >
            <Pencil aria-hidden size={12} />
            {strings.withdraw}
          </button>
        </li>
      ))}
    </ol>
  );
}
