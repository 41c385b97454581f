import { memo } from 'react';
import type { ContextDecision } from '../../../../shared/domain/agent-event';
import type { AgentId, TurnId } from '../../../../shared/domain/ids';
import { transcriptStrings as strings } from '../../../strings/transcript';
import { AgentMark } from '../../../ui/agent-mark';
import { Badge } from '../../../ui/badge';
import { isLate, type Row } from '../model/rows';
import { ContextEntry, HandoverEntry } from './context-entry';
import { EntryTime } from './entry-time';
import { MessageEntry } from './message-entry';
import { ErrorEntry, NoticeEntry } from './notice-entry';
import { PermissionEntry } from './permission-entry';
import { PlanEntryView } from './plan-entry';
import { PromptEntry } from './prompt-entry';
import { ReasoningEntry } from './reasoning-entry';
import styles from './rows.module.css';
import { ToolEntry } from './tool-entry';
import { TurnEndEntry } from './turn-end-entry';
import { UnknownEntry } from './unknown-entry';

/** What entries can ask for; keep the object stable, rows are memoized on it. */
export interface RowActions {
  nameOf(agent: AgentId): string;
  /** True where several agents speak, and the end of a turn has to say whose it is. */
  several: boolean;
  /** The worktree, whose paths are shown without it. */
  root: string | undefined;
  toggle(entryId: string): void;
  answer(requestId: string, optionId: string): void;
  /** Asks an agent to go on with the turn that was interrupted. */
  resume(turnId: TurnId): void;
  /** Starts an agent that died. */
  restart(agent: AgentId): void;
  /** Queues the prompt of a turn once more. */
  sendAgain(turnId: TurnId): void;
  /** Lets an interrupted turn rest. */
  dismiss(turnId: TurnId): void;
  /** Says how to go on with an agent whose earlier conversation could not be brought back. */
  decide(agent: AgentId, decision: ContextDecision): void;
  /** Shows what a turn changed. */
  showTurn(turn: TurnId): void;
}

interface RowViewProps {
  row: Row;
  expanded: boolean;
  /** True while the answer to this permission request is on its way. */
  answering: boolean;
  /** True for the interrupted end that can be gone on from. */
  resumable: boolean;
  /** True for the end of a turn in which its agent died, until it runs again. */
  restartable: boolean;
  /** True for the end of the last turn when it failed. */
  failed: boolean;
  /** True for the end of a turn of whose changes some wait for a decision. */
  changed: boolean;
  actions: RowActions;
}

/** One row of the timeline: an entry, and above the first of a group who speaks and when. */
export const RowView = memo(function RowView(props: RowViewProps) {
  const { row, actions } = props;
  const { entry, head } = row;
  const name = actions.nameOf(entry.agent);
  const wide = entry.type === 'prompt' || entry.type === 'turn-end';
  return (
    <div className={styles.row} data-entry={entry.type}>
      {head && (
        <div className={styles.head}>
          <AgentMark id={entry.agent} name={name} showName />
          <EntryTime ts={entry.ts} />
          {isLate(entry) && <Badge>{strings.late}</Badge>}
        </div>
      )}
      <div className={wide ? undefined : styles.body}>
        <EntryView {...props} />
      </div>
    </div>
  );
});

function EntryView(props: RowViewProps) {
  const { row, expanded, answering, resumable, restartable, failed, changed, actions } = props;
  const { entry } = row;
  const { turnId } = entry;
  const onToggle = () => actions.toggle(entry.id);
  switch (entry.type) {
    case 'prompt':
      return (
        <PromptEntry
          blocks={entry.blocks}
          agentName={actions.nameOf(entry.agent)}
          ts={entry.ts}
          steers={entry.steers ?? false}
          expanded={expanded}
          onToggle={onToggle}
        />
      );
    case 'text':
      return <MessageEntry blocks={entry.blocks} streaming={entry.streaming} />;
    case 'reasoning':
      return (
        <ReasoningEntry
          blocks={entry.blocks}
          streaming={entry.streaming}
          expanded={expanded}
          onToggle={onToggle}
        />
      );
    case 'tool':
      return (
        <ToolEntry
          tool={entry.tool}
          asked={entry.asked}
          root={actions.root}
          expanded={expanded}
          onToggle={onToggle}
        />
      );
    case 'permission':
      return (
        <PermissionEntry
          entry={entry}
          answering={answering}
          onAnswer={(optionId) => actions.answer(entry.requestId, optionId)}
        />
      );
    case 'plan':
      return <PlanEntryView entries={entry.entries} />;
    case 'notice':
      return <NoticeEntry severity={entry.severity} title={entry.title} detail={entry.detail} />;
    case 'context':
      return (
        <ContextEntry
          entry={entry}
          agentName={actions.nameOf(entry.agent)}
          onDecide={(decision) => actions.decide(entry.agent, decision)}
        />
      );
    case 'handover':
      return <HandoverEntry text={entry.text} expanded={expanded} onToggle={onToggle} />;
    case 'error':
      return <ErrorEntry error={entry.error} />;
    case 'turn-end':
      return (
        <TurnEndEntry
          entry={entry}
          agentName={actions.several ? actions.nameOf(entry.agent) : undefined}
          {...(resumable &&
            entry.turnId && {
              onContinue: () => actions.resume(entry.turnId as TurnId),
              onDismiss: () => actions.dismiss(entry.turnId as TurnId),
            })}
          {...(restartable && { onRestart: () => actions.restart(entry.agent) })}
          {...(failed && turnId && { onSendAgain: () => actions.sendAgain(turnId) })}
          onShowChanges={changed && turnId ? () => actions.showTurn(turnId) : undefined}
        />
      );
    case 'unknown':
      return <UnknownEntry native={entry.native} expanded={expanded} onToggle={onToggle} />;
  }
}
