import { ChevronDown, ChevronUp, Pencil, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { textOf } from '../../../../shared/domain/content';
import type { Turn } from '../../../../shared/domain/turn';
import { composerStrings as strings } from '../../../strings/composer';
import { overlapStrings } from '../../../strings/overlap';
import { AgentMark } from '../../../ui/agent-mark';
import type { Step } from '../model/queue';
import styles from './queue.module.css';
import quiet from './quiet-button.module.css';

interface QueueItemProps {
  turn: Turn;
  agentName: string;
  /** True for the one item of the list that the Tab key reaches. */
  current: boolean;
  first: boolean;
  last: boolean;
  onFocus(): void;
  onKeyDown(event: KeyboardEvent): void;
  onMove(step: Step): void;
  onEdit(): void;
  onWithdraw(): void;
}

/** One waiting prompt: for whom, its beginning, and what can be done with it. */
export function QueueItem({ turn, agentName, current, first, last, onMove, ...props }: QueueItemProps) {
  const text = textOf(turn.prompt).trim() || strings.onlyImages;
  const preview = text.slice(0, 300);
  const short = text.slice(0, 60);
  const tabIndex = current ? 0 : -1;
  return (
    <li
      className={styles.queued}
      tabIndex={tabIndex}
      aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Enter Delete"
      onFocus={props.onFocus}
      onKeyDown={props.onKeyDown}
    >
      <span className={styles.queuedText} title={text.slice(0, 1000)}>
        {preview}
      </span>
      {turn.overlap && (
        <span className={styles.faint} title={overlapStrings.badgeHint[turn.overlap]}>
          {overlapStrings.badge[turn.overlap]}
        </span>
      )}
      <AgentMark id={turn.agent} name={agentName} />
      <button
        type="button"
        className={quiet.quietButton}
        tabIndex={tabIndex}
        aria-label={strings.moveUp(short)}
        aria-disabled={first}
        title={strings.moveUpHint()}
        onClick={() => onMove(-1)}
      >
        <ChevronUp aria-hidden size={13} />
      </button>
      <button
        type="button"
        className={quiet.quietButton}
        tabIndex={tabIndex}
        aria-label={strings.moveDown(short)}
        aria-disabled={last}
        title={strings.moveDownHint()}
        onClick={() => onMove(1)}
      >
        <ChevronDown aria-hidden size={13} />
      </button>
      <button
        type="button"
        className={quiet.quietButton}
        tabIndex={tabIndex}
        aria-label={strings.editOne(short)}
        title={strings.editHint}
        onClick={props.onEdit}
      >
        <Pencil aria-hidden size={12} />
        {strings.edit}
      </button>
      <button
        type="button"
        className={quiet.quietButton}
        tabIndex={tabIndex}
        aria-label={strings.withdrawOne(short)}
        title={strings.withdrawHint}
        onClick={props.onWithdraw}
      >
        <X aria-hidden size={13} />
      </button>
    </li>
  );
}
