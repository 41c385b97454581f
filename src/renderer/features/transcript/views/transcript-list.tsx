import { ArrowDown } from 'lucide-react';
import {
  type RefObject,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import type { Turn } from '../../../../shared/domain/turn';
import { transcriptStrings as strings } from '../../../strings/transcript';
import { Spinner } from '../../../ui/spinner';
import { isPrepended, isQuestion, type Row } from '../model/rows';
import { type RowActions, RowView } from './row-view';
import styles from './transcript.module.css';
import { useFollowBottom } from './use-follow-bottom';

interface TranscriptListProps {
  rows: readonly Row[];
  expanded: ReadonlySet<string>;
  answering: ReadonlySet<string>;
  resumable: readonly Turn[];
  restartable: string | null;
  failed: string | null;
  changedTurns: ReadonlySet<string>;
  actions: RowActions;
  hasOlder: boolean;
  loadingOlder: boolean;
  onLoadOlder(): void;
  handle: RefObject<TranscriptListHandle | null>;
}

/** What others may ask of the list. */
export interface TranscriptListHandle {
  /** Goes to the latest entry and follows from there. */
  toEnd(): void;
}

/** Older entries are asked for this many pixels before the user gets to the first one. */
const LOAD_AHEAD = 600;
/** The scroller's padding above the first row, in pixels, as in transcript.module.css. */
const START = 0;

/** The timeline: only what is in sight is in the document. */
export function TranscriptList(props: TranscriptListProps) {
  const { rows, expanded, answering, resumable, restartable, failed, changedTurns, actions } = props;
  const { hasOlder, loadingOlder, onLoadOlder } = props;
  const list = useRef<VirtualizerHandle>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const { following, onScroll, settle, jump } = useFollowBottom(scroller);
  useImperativeHandle(props.handle, () => ({ toEnd: jump }), [jump]);
  const questions = useMemo(() => openQuestions(rows), [rows]);
  const shift = useShift(rows);
  const unseen = useUnseen(rows, following);

  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the rows may move the end.
  useLayoutEffect(settle, [rows, settle]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a short page may leave the view unfilled.
  useEffect(() => {
    if (hasOlder && !loadingOlder && (list.current?.scrollOffset ?? 0) < LOAD_AHEAD) onLoadOlder();
  }, [rows, hasOlder, loadingOlder, onLoadOlder]);

  return (
    <div className={styles.frame}>
      <div
        ref={scroller}
        className={styles.scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls what has focus.
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={strings.title}
        aria-busy={loadingOlder}
        onKeyDown={(event) => {
          // The browser would go to the end as estimated, rows that were never drawn have no height yet.
          if (event.key !== 'End' || event.target !== event.currentTarget) return;
          event.preventDefault();
          jump();
        }}
      >
        <Virtualizer
          ref={list}
          data={rows}
          shift={shift}
          bufferSize={400}
          startMargin={START}
          keepMounted={questions}
          onScroll={(offset) => {
            onScroll();
            if (offset < LOAD_AHEAD && hasOlder && !loadingOlder) onLoadOlder();
          }}
          onResize={settle}
        >
          {(row: Row) => (
            <RowView
              key={row.key}
              row={row}
              expanded={expanded.has(row.entry.id)}
              answering={row.entry.type === 'permission' && answering.has(row.entry.requestId)}
              resumable={resumable.some(({ id }) => row.key === `turn-end:${id}`)}
              restartable={row.key === restartable}
              failed={row.key === failed}
              changed={row.entry.type === 'turn-end' && changedTurns.has(row.entry.turnId ?? '')}
              actions={actions}
            />
          )}
        </Virtualizer>
      </div>
      {loadingOlder && (
        <div className={styles.older}>
          <Spinner size={12} />
          {strings.loadingOlder}
        </div>
      )}
      {!following && <JumpPill unseen={unseen} asks={questions.length > 0} onJump={jump} />}
    </div>
  );
}

function JumpPill({ unseen, asks, onJump }: { unseen: number; asks: boolean; onJump(): void }) {
  return (
    <button type="button" className={styles.jump} data-asks={asks} onClick={onJump}>
      <ArrowDown aria-hidden size={14} />
      {asks ? strings.permissionTitle : strings.jump}
      {unseen > 0 && <span className={styles.jumpCount}>{strings.jumpNew(unseen)}</span>}
    </button>
  );
}

/** True in the one render in which rows were put in front: the list then keeps its place from the end. */
function useShift(rows: readonly Row[]): boolean {
  const [known, setKnown] = useState({ rows, shift: false });
  if (known.rows === rows) return known.shift;
  const next = { rows, shift: isPrepended(known.rows, rows) };
  setKnown(next);
  return next.shift;
}

/** How many rows came since the user left the end. */
function useUnseen(rows: readonly Row[], following: boolean): number {
  const [left, setLeft] = useState<number | null>(null);
  const lastSeq = rows.at(-1)?.entry.seq ?? 0;
  if (following && left !== null) setLeft(null);
  if (!following && left === null) setLeft(lastSeq);
  if (left === null || lastSeq <= left) return 0;
  let count = 0;
  while (count < rows.length && (rows[rows.length - 1 - count] as Row).entry.seq > left) count++;
  return count;
}

/** Rows that wait for the user stay in the document, so that focus can always reach them. */
function openQuestions(rows: readonly Row[]): number[] {
  return rows.flatMap(({ entry }, index) => (isQuestion(entry) ? [index] : []));
}
