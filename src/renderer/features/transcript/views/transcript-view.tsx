import type { RefObject } from 'react';
import type { AgentId } from '../../../../shared/domain/ids';
import type { Entry } from '../../../../shared/domain/transcript';
import type { Turn } from '../../../../shared/domain/turn';
import { transcriptStrings as strings } from '../../../strings/transcript';
import { VisuallyHidden } from '../../../ui/visually-hidden';
import type { Row } from '../model/rows';
import { AgentFilter } from './agent-filter';
import { EmptyTranscript, type Preparing } from './empty-transcript';
import type { RowActions } from './row-view';
import styles from './transcript.module.css';
import { TranscriptList, type TranscriptListHandle } from './transcript-list';
import { useAnnouncements } from './use-announcements';

export interface TranscriptViewProps {
  entries: readonly Entry[];
  rows: readonly Row[];
  agents: readonly { id: AgentId; name: string }[];
  filter: AgentId | null;
  onFilter(agent: AgentId | null): void;
  expanded: ReadonlySet<string>;
  answering: ReadonlySet<string>;
  /** The interrupted turns that can be gone on from. */
  resumable: readonly Turn[];
  /** The end of the last turn, while its agent died in it and has not been started since. */
  restartable: string | null;
  /** The end of the last turn when it failed, until its agent is to do something else. */
  failed: string | null;
  /** Turns of whose changes some wait for a decision. */
  changedTurns: ReadonlySet<string>;
  actions: RowActions;
  hasOlder: boolean;
  loadingOlder: boolean;
  onLoadOlder(): void;
  list: RefObject<TranscriptListHandle | null>;
  worktree: { branch: string; base: string } | null;
  preparing: Preparing | null;
  onExample?: ((prompt: string) => void) | undefined;
}

/** A session's transcript: one timeline, its filter, and what it says aloud. */
export function TranscriptView(props: TranscriptViewProps) {
  const { entries, rows, agents, filter } = props;
  const said = useAnnouncements(entries);
  return (
    <section className={styles.panel} aria-label={strings.title}>
      {agents.length > 1 && entries.length > 0 && (
        <AgentFilter agents={agents} filter={filter} onChange={props.onFilter} />
      )}
      {entries.length === 0 && !props.hasOlder ? (
        <EmptyTranscript worktree={props.worktree} preparing={props.preparing} onExample={props.onExample} />
      ) : rows.length === 0 ? (
        <p className={styles.nothing}>
          {strings.nothingFrom(agents.find((agent) => agent.id === filter)?.name ?? '')}
        </p>
      ) : (
        <TranscriptList
          key={filter ?? ''}
          rows={rows}
          expanded={props.expanded}
          answering={props.answering}
          resumable={props.resumable}
          restartable={props.restartable}
          failed={props.failed}
          changedTurns={props.changedTurns}
          actions={props.actions}
          hasOlder={props.hasOlder}
          loadingOlder={props.loadingOlder}
          onLoadOlder={props.onLoadOlder}
          handle={props.list}
        />
      )}
      <VisuallyHidden>
        <span aria-live="polite" aria-atomic="true">
          {said}
        </span>
      </VisuallyHidden>
    </section>
  );
}
