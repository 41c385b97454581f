import { Check, History, type LucideIcon, Redo2, Rewind, Undo2, X } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { Decision } from '../../../../shared/domain/decision';
import { type Action, useActionSource } from '../../../lib/actions';
import { cx } from '../../../lib/cx';
import { fullTime, shortTime } from '../../../lib/format';
import { changesStrings as strings } from '../../../strings/changes';
import { Button } from '../../../ui/button';
import { IconButton } from '../../../ui/icon-button';
import { Popover } from '../../../ui/popover';
import { Spinner } from '../../../ui/spinner';
import { decisionText, type Listed, undoneDecision } from '../model/undone-decision';
import { type AuthorNames, authorText } from './author-marks';
import styles from './decisions-popover.module.css';

interface DecisionsPopoverProps {
  names: AuthorNames;
  load(): Promise<readonly Decision[]>;
  /** Takes a decision back, or an undo, which does again what that undid. */
  undo(ordinal: number, redoes: boolean): Promise<boolean>;
}

/** All that was decided in the session, newest first; each can be undone as long as it still fits. */
export function DecisionsPopover({ names, load, undo }: DecisionsPopoverProps) {
  const [open, setOpen] = useState(false);
  const [decisions, setDecisions] = useState<readonly Decision[] | null>(null);
  const [undoing, setUndoing] = useState<number | null>(null);
  useActionSource(useMemo(() => [openDecisions(() => setOpen(true))], []));
  useEffect(() => {
    if (!open) return;
    let gone = false;
    void load().then((loaded) => {
      if (!gone) setDecisions(loaded);
    });
    return () => {
      gone = true;
    };
  }, [open, load]);
  async function takeBack(ordinal: number, redoes: boolean): Promise<void> {
    setUndoing(ordinal);
    if (await undo(ordinal, redoes)) setDecisions(await load());
    setUndoing(null);
  }
  return (
    <Popover
      trigger={<IconButton size="sm" label={strings.decisions} icon={<History size={14} />} />}
      title={strings.decisions}
      align="end"
      open={open}
      onOpenChange={setOpen}
    >
      {decisions === null ? (
        <Spinner />
      ) : decisions.length === 0 ? (
        <p className={styles.empty}>{strings.noDecisions}</p>
      ) : (
        <ol className={styles.list}>
          {decisions.map((decision) => (
            <Item
              key={decision.ordinal}
              decision={decision}
              listed={undoneDecision(decision, decisions)}
              names={names}
              busy={undoing === decision.ordinal}
              onUndo={(redoes) => void takeBack(decision.ordinal, redoes)}
            />
          ))}
        </ol>
      )}
    </Popover>
  );
}

/** Opens the list, for the palette. */
function openDecisions(run: () => void): Action {
  const keywords = 'undo redo accepted rejected history';
  return { id: 'changes.decisions', label: strings.decisions, group: strings.title, keywords, run };
}

interface ItemProps {
  decision: Decision;
  listed: Listed;
  names: AuthorNames;
  busy: boolean;
  onUndo(redoes: boolean): void;
}

const icons: Record<Decision['kind'], LucideIcon> = {
  accept: Check,
  reject: X,
  rewind: Rewind,
  undo: Undo2,
};

/** One decision: what it was, on what, whose work, and when. */
export function Item({ decision, listed, names, busy, onUndo }: ItemProps) {
  const { of, did } = listed;
  const { kind, what, at, undone, committed } = decision;
  const text = decisionText(decision, listed);
  const Icon = did === 'redo' ? Redo2 : icons[kind];
  const redoes = did === 'undo';
  return (
    <li className={styles.item}>
      <Icon aria-hidden size={14} className={cx(styles.icon, styles[kind])} />
      <span className={cx(styles.text, undone && styles.undone)} title={text}>
        {text}
      </span>
      <span className={styles.note}>
        {what.by && `${authorText(what.by, names)} · `}
        <time title={fullTime(at)}>{shortTime(at, Date.now())}</time>
        {undone && ` · ${strings.decisionUndone}`}
        {committed && !undone && ` · ${strings.decisionCommitted}`}
      </span>
      {!undone && !committed && of && (
        <Button
          size="sm"
          variant="ghost"
          busy={busy}
          aria-label={(redoes ? strings.redoDecision : strings.undoDecision)(strings.decision(of))}
          onClick={() => onUndo(redoes)}
        >
          {redoes ? strings.redo : strings.undo}
        </Button>
      )}
    </li>
  );
}
