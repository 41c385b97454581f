import { CirclePause, Clock3 } from 'lucide-react';
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import type { AgentId, TurnId } from '../../../../shared/domain/ids';
import type { Turn } from '../../../../shared/domain/turn';
import { cx } from '../../../lib/cx';
import { composerStrings as strings } from '../../../strings/composer';
import { Button } from '../../../ui/button';
import { VisuallyHidden } from '../../../ui/visually-hidden';
import type { QueueEdit } from '../composer-slice';
import type { Draft } from '../model/draft';
import { type Step, swapWith } from '../model/queue';
import styles from './queue.module.css';
import { QueueEditor } from './queue-editor';
import { QueueItem } from './queue-item';

interface QueueHeadProps {
  count: number;
  /** How many of them the list shows while it is of one agent. */
  shown: { count: number; agentName: string } | null;
  /** Why the queue does not go on by itself; null while it does. */
  held: string | null;
  /** True when it waits for a question that the transcript asks: going on is going there. */
  asks: boolean;
  onPause(): void;
  onGoOn(): void;
}

/** How many wait, or why they all wait, with the one button that changes it. */
export function QueueHead({ count, shown, held, asks, onPause, onGoOn }: QueueHeadProps) {
  const Icon = held ? CirclePause : Clock3;
  return (
    <div className={cx(styles.queueHead, held && styles.held)} {...(held && { role: 'status' })}>
      <Icon aria-hidden size={14} className={styles.queueIcon} />
      <span className={styles.queueReason}>{held ?? strings.queueCount(count)}</span>
      {shown && <span className={styles.queueShown}>{strings.queueShown(shown.count, shown.agentName)}</span>}
      <Button
        size="sm"
        {...(!held && { variant: 'ghost', title: strings.pauseHint })}
        onClick={held ? onGoOn : onPause}
      >
        {asks ? strings.toQuestion : held ? strings.goOn : strings.pause}
      </Button>
    </div>
  );
}

interface QueueListProps {
  turns: readonly Turn[];
  nameOf(agent: AgentId): string;
  edit: QueueEdit | null;
  onEdit(turn: Turn): void;
  onEditDraft(change: (draft: Draft) => Draft): void;
  onEditSave(): void;
  onEditCancel(): void;
  onWithdraw(turnId: TurnId): void;
  /** Asks for two waiting turns to run in this order. */
  onReorder(turnIds: TurnId[]): void;
}

/** Prompts that wait, in the order they will run. Arrow keys walk, with Alt they move the prompt; Enter edits, Delete withdraws. */
export function QueueList({ turns, nameOf, edit, onWithdraw, onReorder, ...props }: QueueListProps) {
  const listRef = useRef<HTMLOListElement>(null);
  const [walked, setWalked] = useState<TurnId | null>(null);
  const current = turns.find(({ id }) => id === walked)?.id ?? turns[0]?.id;
  const { move, place } = useMove(listRef, turns, onReorder);

  function onKeyDown(event: KeyboardEvent, turn: Turn): void {
    const { id } = turn;
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (
      event.target === event.currentTarget &&
      !event.altKey &&
      (event.key === 'Enter' || event.key === 'Delete')
    ) {
      event.preventDefault();
      if (event.key === 'Enter') props.onEdit(turn);
      else onWithdraw(id);
      return;
    }
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null;
    if (!step) return;
    event.preventDefault();
    if (event.altKey) move(id, step);
    else focusItem(listRef.current, turns.findIndex((turn) => turn.id === id) + step);
  }

  return (
    <>
      <ol ref={listRef} className={styles.queue} aria-label={strings.queue}>
        {turns.map((turn, index) =>
          turn.id === edit?.turnId ? (
            <QueueEditor
              key={turn.id}
              draft={edit.draft}
              onDraft={props.onEditDraft}
              onSave={props.onEditSave}
              onCancel={props.onEditCancel}
            />
          ) : (
            <QueueItem
              key={turn.id}
              turn={turn}
              agentName={nameOf(turn.agent)}
              current={turn.id === current}
              first={index === 0}
              last={index === turns.length - 1}
              onFocus={() => setWalked(turn.id)}
              onKeyDown={(event) => onKeyDown(event, turn)}
              onMove={(step) => move(turn.id, step)}
              onEdit={() => props.onEdit(turn)}
              onWithdraw={() => onWithdraw(turn.id)}
            />
          ),
        )}
      </ol>
      <VisuallyHidden role="status">{place}</VisuallyHidden>
    </>
  );
}

function focusItem(list: HTMLOListElement | null, index: number): void {
  const item = list?.children[index];
  if (item instanceof HTMLElement) item.focus();
}

/** Moves a prompt by one place; the focus goes with it, and its new place is said. */
function useMove(
  listRef: { current: HTMLOListElement | null },
  turns: readonly Turn[],
  onReorder: (turnIds: TurnId[]) => void,
) {
  const moving = useRef<{ id: TurnId; order: TurnId[]; focused: Element | null } | null>(null);
  const [place, setPlace] = useState('');
  useLayoutEffect(() => {
    if (!moving.current) return;
    const { id, order, focused } = moving.current;
    const placeOf = (wanted: TurnId | undefined) => turns.findIndex((turn) => turn.id === wanted);
    const [before, after] = [placeOf(order[0]), placeOf(order[1])];
    const gone = before < 0 || after < 0;
    if (!gone && before > after) return;
    moving.current = null;
    if (gone) return;
    const index = placeOf(id);
    setPlace(strings.movedTo(index + 1, turns.length));
    // An element that is put elsewhere in the document loses the focus.
    if (focused instanceof HTMLElement && listRef.current?.contains(focused)) {
      focused.focus();
      listRef.current.children[index]?.scrollIntoView({ block: 'nearest' });
    }
  }, [listRef, turns]);
  function move(id: TurnId, step: Step): void {
    const order = swapWith(turns, id, step);
    if (!order) return;
    moving.current = { id, order, focused: document.activeElement };
    onReorder(order);
  }
  return { move, place };
}
