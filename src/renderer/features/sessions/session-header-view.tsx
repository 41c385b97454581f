import { ArchiveRestore, Ellipsis, GitBranch } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import type { Repository } from '../../../shared/domain/repository';
import type { Session } from '../../../shared/domain/session';
import { preparingStrings } from '../../strings/common';
import { sessionsStrings as strings } from '../../strings/sessions';
import { IconButton } from '../../ui/icon-button';
import { Menu } from '../../ui/menu';
import { StatusDot } from '../../ui/status-dot';
import { Tooltip } from '../../ui/tooltip';
import { interruptedItems } from './interrupted-items';
import styles from './session-header-view.module.css';
import { sessionMenu } from './session-menu';

export interface SessionHeaderViewProps {
  session: Session;
  repository: Repository | undefined;
  renaming: boolean;
  /** Buttons of the window's frame, at the right end. */
  trailing?: ReactNode;
  onRenaming(renaming: boolean): void;
  onRename(title: string): void;
  onCopy(text: string): void;
  onReveal(path: string): void;
  onArchive(): void;
  onDelete(): void;
  onShowPutAway(): void;
}

export function SessionHeaderView(props: SessionHeaderViewProps) {
  const { session, repository, renaming, trailing, onRenaming, onCopy, onShowPutAway } = props;
  const { worktree } = session;
  return (
    <>
      <StatusDot status={session.status.kind} />
      {renaming ? (
        <TitleField {...props} />
      ) : (
        <h1 className={styles.heading}>
          <button
            type="button"
            className={styles.title}
            title={strings.rename}
            onClick={() => onRenaming(true)}
          >
            {session.title}
          </button>
        </h1>
      )}
      <span className={styles.place}>
        {repository && <span className={styles.repository}>{repository.name}</span>}
        {session.status.kind === 'preparing' && (
          <span className={styles.making}>
            {preparingStrings.long(session.status.done, session.status.total)}
          </span>
        )}
        {worktree && (
          <Tooltip content={`${worktree.branch} ${strings.from(worktree.baseRef)}`}>
            <button type="button" className={styles.branch} onClick={() => onCopy(worktree.branch)}>
              <GitBranch aria-hidden size={13} />
              <span className={styles.branchName}>{worktree.branch}</span>
              <span className={styles.from}>{strings.from(worktree.baseRef)}</span>
            </button>
          </Tooltip>
        )}
      </span>
      <Menu
        align="end"
        trigger={<IconButton label={strings.sessionActions} icon={<Ellipsis size={16} />} />}
        items={[
          ...(session.status.kind === 'interrupted' ? interruptedItems : []),
          ...sessionMenu(session, { ...props, onRenaming: () => onRenaming(true) }),
          {
            kind: 'item',
            id: 'archived',
            label: strings.archivedList,
            icon: <ArchiveRestore size={14} />,
            onSelect: onShowPutAway,
          },
        ]}
      />
      {trailing}
    </>
  );
}

function TitleField({
  session,
  onRename,
  onRenaming,
}: Pick<SessionHeaderViewProps, 'session' | 'onRename' | 'onRenaming'>) {
  const [title, setTitle] = useState(session.title);
  function finish(save: boolean): void {
    if (save && title.trim() !== session.title) onRename(title);
    onRenaming(false);
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') finish(true);
    else if (event.key === 'Escape') finish(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: the field replaces the title the user just activated.
      autoFocus
      aria-label={strings.titleLabel}
      maxLength={200}
      value={title}
      onChange={(event) => setTitle(event.target.value)}
      onFocus={(event) => event.target.select()}
      onBlur={() => finish(true)}
      onKeyDown={onKeyDown}
      className={styles.field}
    />
  );
}
