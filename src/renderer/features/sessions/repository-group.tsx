import { ChevronRight, Ellipsis, FolderX, Plus } from 'lucide-react';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import type { Repository } from '../../../shared/domain/repository';
import { cx } from '../../lib/cx';
import { sessionsStrings } from '../../strings/sessions';
import { IconButton } from '../../ui/icon-button';
import { Menu, type MenuEntry } from '../../ui/menu';
import styles from './repository-group.module.css';

interface RepositoryGroupProps {
  repository: Repository;
  count: number;
  expanded: boolean;
  selected: boolean;
  tabStop: boolean;
  menu: readonly MenuEntry[];
  onToggle(): void;
  onNewSession(): void;
  children: ReactNode;
}

/** A repository, the root its sessions grow from. */
export function RepositoryGroup({
  repository,
  count,
  expanded,
  selected,
  tabStop,
  menu,
  onToggle,
  onNewSession,
  children,
}: RepositoryGroupProps) {
  function onKeyDown(event: KeyboardEvent): void {
    if (event.target !== event.currentTarget) return;
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    if (event.key === 'Enter' && count === 0) onNewSession();
    else onToggle();
  }
  function onClick(event: MouseEvent): void {
    // React bubbles clicks in the row's menu up to the row, though the menu lies elsewhere in the page.
    if (event.currentTarget.contains(event.target as Node)) onToggle();
  }
  return (
    <>
      <div
        role="treeitem"
        aria-level={1}
        aria-expanded={expanded}
        aria-selected={selected}
        aria-label={
          repository.available ? repository.name : `${repository.name}, ${sessionsStrings.unavailable}`
        }
        tabIndex={tabStop ? 0 : -1}
        data-repository={repository.id}
        className={styles.root}
        title={repository.path}
        onClick={onClick}
        onKeyDown={onKeyDown}
      >
        <span className={styles.chevron}>
          <ChevronRight aria-hidden size={14} className={cx(styles.arrow, expanded && styles.open)} />
        </span>
        <span className={styles.name}>{repository.name}</span>
        {!repository.available && (
          <span
            role="img"
            aria-label={sessionsStrings.unavailable}
            title={sessionsStrings.unavailable}
            className={styles.unavailable}
          >
            <FolderX aria-hidden size={14} />
          </span>
        )}
        {!expanded && count > 0 && <span className={styles.count}>{count}</span>}
        <span className={styles.actions}>
          <Menu
            trigger={
              <IconButton
                label={sessionsStrings.repositoryActions(repository.name)}
                icon={<Ellipsis size={14} />}
                size="sm"
                tabIndex={-1}
                onClick={(event) => event.stopPropagation()}
              />
            }
            items={menu}
          />
          <IconButton
            label={sessionsStrings.newSessionIn(repository.name)}
            icon={<Plus size={14} />}
            size="sm"
            tabIndex={-1}
            disabled={!repository.available}
            onClick={(event) => {
              event.stopPropagation();
              onNewSession();
            }}
          />
        </span>
      </div>
      {expanded && children}
    </>
  );
}
