import { ArrowUp, CornerDownRight, ListPlus, X } from 'lucide-react';
import { type ClipboardEvent, type DragEvent, type RefObject, useState } from 'react';
import type { AgentSession, CatalogAgent } from '../../../../shared/domain/agent';
import type { ConfigOption } from '../../../../shared/domain/agent-event';
import type { AgentId, TurnId } from '../../../../shared/domain/ids';
import type { Turn } from '../../../../shared/domain/turn';
import type { ErrorInfo } from '../../../../shared/errors';
import { cx } from '../../../lib/cx';
import { composerStrings as strings } from '../../../strings/composer';
import { overlapStrings } from '../../../strings/overlap';
import { Button } from '../../../ui/button';
import { ErrorNotice } from '../../../ui/error-notice';
import { Spinner } from '../../../ui/spinner';
import type { QueueEdit } from '../composer-slice';
import type { Draft } from '../model/draft';
import type { OverlapChoice } from '../model/overlap';
import type { AskedOverlap } from '../use-overlap';
import { AgentPicker } from './agent-picker';
import { AttachmentList } from './attachment-list';
import styles from './composer.module.css';
import { OptionPickers, StoppedPickers } from './option-pickers';
import { OverlapBar } from './overlap-bar';
import { PromptField } from './prompt-field';
import { QueueHead, QueueList } from './queue-list';
import quiet from './quiet-button.module.css';
import { type WaitsFor, WorkStatus } from './work-status';

export interface ComposerViewProps {
  fieldRef: RefObject<HTMLTextAreaElement | null>;
  draft: Draft;
  catalog: readonly CatalogAgent[];
  agent: AgentId;
  agentSession: AgentSession | undefined;
  /** Its settings as they were last, while it does not run; null when they were never known. */
  lastOptions: readonly ConfigOption[] | null;
  active: readonly Turn[];
  queued: readonly Turn[];
  /** The agent whose waiting prompts are shown; null for all. */
  filter: AgentId | null;
  /** The waiting prompt that is being edited. */
  edit: QueueEdit | null;
  /** What the user is asked about before the draft is sent. */
  overlap: AskedOverlap | null;
  /** What sending does while others work, as the user chose for the session. */
  overlapChoice: OverlapChoice | null;
  /** Why the queue does not go on by itself. */
  held: string | null;
  /** True when the queue waits for a question that the transcript asks. */
  asks: boolean;
  /** True while the user holds the queue, which then also holds what is sent next. */
  paused: boolean;
  /** What a turn waits for before it begins. */
  waitsFor: WaitsFor | null;
  /** When the user stopped a turn. */
  stopped: Readonly<Record<TurnId, number>>;
  history: readonly string[];
  problem: ErrorInfo | undefined;
  /** Why nothing can be sent at all; replaces the field. */
  blocked: string | null;
  /** Something to know before sending. */
  note: string | null;
  sending: boolean;
  nameOf(agent: AgentId): string;
  onText(text: string): void;
  onMention(path: string): void;
  onFiles(files: File[]): void;
  onRemoveAttachment(id: string): void;
  onSubmit(): void;
  onChooseOverlap(choice: OverlapChoice, remember: boolean): void;
  onDismissOverlap(): void;
  /** Asks again about overlaps in the session. */
  onAskOverlap(): void;
  /** Says the draft into the running turn; absent where that cannot be. */
  onSteer: (() => void) | undefined;
  onPickAgent(agent: AgentId): void;
  onStartAgent(): void;
  onSetOption(optionId: string, value: string | boolean): void;
  /** When an agent was last heard; may be asked at any time. */
  heardAt(agent: AgentId): number | undefined;
  onStop(turnId: TurnId): void;
  onEndNow(turnId: TurnId): void;
  onEdit(turn: Turn): void;
  onEditDraft(change: (draft: Draft) => Draft): void;
  onEditSave(): void;
  onEditCancel(): void;
  onWithdraw(turnId: TurnId): void;
  onReorder(turnIds: TurnId[]): void;
  onPause(): void;
  onGoOn(): void;
  onDismissProblem(): void;
  findFiles(query: string): Promise<string[]>;
}

/** Where prompts are written: what runs and waits above, agent and settings below. */
export function ComposerView(props: ComposerViewProps) {
  const { active, queued, filter, held, stopped, nameOf, problem, blocked } = props;
  const shown = filter === null ? queued : queued.filter(({ agent }) => agent === filter);
  return (
    <section className={styles.composer} aria-label={strings.focus}>
      {active.map((turn) => (
        <WorkStatus
          key={turn.id}
          turn={turn}
          agentName={nameOf(turn.agent)}
          waitsFor={props.waitsFor}
          stoppedAt={stopped[turn.id] ?? turn.stopAskedAt}
          heardAt={() => props.heardAt(turn.agent)}
          onStop={() => props.onStop(turn.id)}
          onEndNow={() => props.onEndNow(turn.id)}
        />
      ))}
      {(queued.length > 0 || props.paused) && (
        <QueueHead
          count={queued.length}
          shown={filter === null ? null : { count: shown.length, agentName: nameOf(filter) }}
          held={held}
          asks={props.asks}
          onPause={props.onPause}
          onGoOn={props.onGoOn}
        />
      )}
      {shown.length > 0 && <QueueList {...props} turns={shown} />}
      {problem && (
        <ErrorNotice
          error={problem}
          actions={
            <button type="button" className={quiet.quietButton} onClick={props.onDismissProblem}>
              <X aria-hidden size={12} />
              {strings.dismiss}
            </button>
          }
        />
      )}
      {props.overlap && !blocked && (
        <OverlapBar
          // Who wants to send once more is brought to the question again.
          key={`${props.overlap.kind} ${props.overlap.times}`}
          overlap={props.overlap}
          agent={nameOf(props.agent)}
          nameOf={nameOf}
          onChoose={props.onChooseOverlap}
          onDismiss={props.onDismissOverlap}
        />
      )}
      {blocked ? <p className={styles.blocked}>{blocked}</p> : <Box {...props} />}
    </section>
  );
}

function Box(props: ComposerViewProps) {
  const { draft, agentSession, nameOf, agent, onFiles } = props;
  const [over, setOver] = useState(false);
  const images = (files: FileList) => [...files].filter((file) => file.type.startsWith('image/'));
  function onPaste(event: ClipboardEvent): void {
    const pasted = images(event.clipboardData.files);
    // Office programs put a picture beside copied text; the text is what was meant.
    if (pasted.length === 0 || event.clipboardData.types.includes('text/plain')) return;
    event.preventDefault();
    onFiles(pasted);
  }
  function onDragOver(event: DragEvent): void {
    if (![...event.dataTransfer.items].some((item) => item.type.startsWith('image/'))) return;
    // Folders and other files are the window's: it opens repositories.
    event.preventDefault();
    event.stopPropagation();
    setOver(true);
  }
  function onDrop(event: DragEvent): void {
    setOver(false);
    const dropped = images(event.dataTransfer.files);
    if (dropped.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    onFiles(dropped);
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pasting and dropping are extras; nothing here needs a click.
    <div
      className={cx(styles.box, over && styles.over)}
      onPaste={onPaste}
      onDragOver={onDragOver}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      {draft.attachments.length > 0 && (
        <AttachmentList attachments={draft.attachments} onRemove={props.onRemoveAttachment} />
      )}
      <PromptField
        fieldRef={props.fieldRef}
        text={draft.text}
        agentName={nameOf(agent)}
        commands={agentSession?.commands ?? []}
        knowsCommands={agentSession !== undefined && agentSession.status !== 'starting'}
        history={props.history}
        onChange={props.onText}
        onMention={props.onMention}
        onSubmit={props.onSubmit}
        onSteer={props.onSteer}
        findFiles={props.findFiles}
        onWantCommands={props.onStartAgent}
      />
      <Toolbar {...props} />
    </div>
  );
}

function Toolbar(props: ComposerViewProps) {
  const { draft, agent, agentSession, active, note, nameOf, sending } = props;
  const empty = draft.text.trim() === '' && draft.attachments.length === 0;
  const busy = active[0];
  const hint = note ?? (busy && !empty ? runsNote(props, busy) : null);
  return (
    <div className={styles.toolbar}>
      <AgentPicker catalog={props.catalog} agent={agent} onPick={props.onPickAgent} />
      {agentSession?.status === 'starting' ? (
        <span className={styles.starting}>
          <Spinner size={12} />
          {strings.agentStarting(nameOf(agent))}
        </span>
      ) : agentSession ? (
        <OptionPickers options={agentSession.options} onSet={props.onSetOption} />
      ) : (
        <StoppedPickers options={props.lastOptions} onStart={props.onStartAgent} />
      )}
      <span className={styles.hint}>{hint}</span>
      {props.overlapChoice && !empty && (
        <button
          type="button"
          className={quiet.quietButton}
          title={overlapStrings.changeHint}
          onClick={props.onAskOverlap}
        >
          {overlapStrings.change}
        </button>
      )}
      {props.onSteer && !empty && (
        <Button
          size="sm"
          icon={<CornerDownRight aria-hidden size={14} />}
          title={strings.steerHint()}
          busy={sending}
          onClick={props.onSteer}
        >
          {strings.steer}
        </Button>
      )}
      <button
        type="button"
        className={styles.send}
        aria-label={busy ? strings.sendQueues : strings.send}
        title={empty ? strings.emptyHint : busy ? strings.sendQueues : strings.send}
        aria-disabled={empty || sending}
        onClick={props.onSubmit}
      >
        {busy ? <ListPlus aria-hidden size={15} /> : <ArrowUp aria-hidden size={15} />}
      </button>
    </div>
  );
}

/** When what is sent now will run. */
function runsNote({ overlapChoice, active, agent, nameOf }: ComposerViewProps, busy: Turn): string {
  const other = active.find((turn) => turn.agent !== agent) ?? busy;
  return overlapStrings.note[overlapChoice ?? 'wait'](nameOf(other.agent));
}
