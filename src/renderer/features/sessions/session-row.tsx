import { Archive, MessageSquare, TriangleAlert } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { CatalogAgent } from '../../../shared/domain/agent';
import type { Session } from '../../../shared/domain/session';
import { agentName } from '../../lib/app-store';
import { cx } from '../../lib/cx';
import { fullTime, relativeTime } from '../../lib/format';
import { commentsStrings } from '../../strings/comments';
import { preparingStrings, statusStrings } from '../../strings/common';
import { sessionsStrings } from '../../strings/sessions';
import { troublesStrings } from '../../strings/troubles';
import { AgentMark } from '../../ui/agent-mark';
import { ChangeCounts } from '../../ui/change-counts';
import { IconButton } from '../../ui/icon-button';
import { StatusDot } from '../../ui/status-dot';
import { VisuallyHidden } from '../../ui/visually-hidden';
import styles from './session-row.module.css';

/** More marks than this become a number. */
const MARKS = 3;

export interface SessionRowProps {
  session: Session;
  catalog: readonly CatalogAgent[];
  now: number;
  selected: boolean;
  /** True for the one row Tab stops at. */
  tabStop: boolean;
  onOpen(): void;
  onArchive(): void;
}

export function SessionRow({ session, catalog, now, selected, tabStop, onOpen, onArchive }: SessionRowProps) {
  function onKeyDown(event: KeyboardEvent): void {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter' || event.key === ' ') onOpen();
    else if (event.key === 'Delete') onArchive();
    else return;
    event.preventDefault();
  }
  return (
    <div
      role="treeitem"
      aria-level={2}
      aria-selected={selected}
      tabIndex={tabStop ? 0 : -1}
      data-session={session.id}
      className={cx(styles.row, session.unread && styles.unread)}
      onClick={onOpen}
      onKeyDown={onKeyDown}
    >
      <span className={styles.stem}>
        <StatusDot status={session.status.kind} />
      </span>
      <span className={styles.lines}>
        <span className={styles.first}>
          <span className={styles.title} title={session.title}>
            {session.title}
          </span>
          {session.unread && <VisuallyHidden>{sessionsStrings.unread}</VisuallyHidden>}
          <time className={styles.time} title={fullTime(session.updatedAt)}>
            {relativeTime(session.updatedAt, now)}
          </time>
        </span>
        <Second session={session} catalog={catalog} />
      </span>
      <span className={styles.hover}>
        <IconButton
          label={sessionsStrings.archiveOne(session.title)}
          icon={<Archive size={14} />}
          size="sm"
          tabIndex={-1}
          onClick={(event) => {
            event.stopPropagation();
            onArchive();
          }}
        />
      </span>
    </div>
  );
}

function Second({ session, catalog }: Pick<SessionRowProps, 'session' | 'catalog'>) {
  const { status, changes, agents, queued, trouble } = session;
  const hidden = agents.length - MARKS;
  const isQuiet = !trouble && (status.kind === 'idle' || status.kind === 'working');
  return (
    <span className={styles.second}>
      {agents.slice(0, MARKS).map((id) => (
        <AgentMark key={id} id={id} name={agentName(catalog, id)} />
      ))}
      {hidden > 0 && <span>+{hidden}</span>}
      <span className={styles.words}>
        {isQuiet && agents.length === 0 && sessionsStrings.noPrompts}
        {trouble && (
          <span className={styles.trouble}>
            <TriangleAlert aria-hidden size={11} className={styles.troubleIcon} />{' '}
            {troublesStrings.short[trouble.kind]}
          </span>
        )}
        {!isQuiet && !trouble && (
          <span
            className={styles[status.kind]}
            title={status.kind === 'failed' ? status.message : undefined}
            aria-hidden
          >
            {status.kind === 'preparing'
              ? preparingStrings.short(status.done, status.total)
              : statusStrings[status.kind]}
          </span>
        )}
        {!isQuiet && queued > 0 && ' · '}
        {queued > 0 && sessionsStrings.queued(queued)}
      </span>
      {session.openComments > 0 && (
        <span
          role="img"
          aria-label={commentsStrings.openInSession(session.openComments)}
          title={commentsStrings.openInSession(session.openComments)}
          className={styles.comments}
        >
          <MessageSquare aria-hidden size={11} />
          {session.openComments}
        </span>
      )}
      {changes.files > 0 && <ChangeCounts insertions={changes.insertions} deletions={changes.deletions} />}
    </span>
  );
}
