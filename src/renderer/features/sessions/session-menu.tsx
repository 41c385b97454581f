import { Archive, Copy, FolderOpen, GitBranch, GitMerge, PanelRight, Pencil, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Session } from '../../../shared/domain/session';
import { fileManagerName } from '../../lib/platform';
import { binStrings } from '../../strings/bin';
import { sessionsStrings as strings } from '../../strings/sessions';
import type { MenuEntry } from '../../ui/menu';

export interface SessionMenuActions {
  onRenaming(): void;
  onCopy(text: string): void;
  onReveal(path: string): void;
  onArchive(): void;
  onDelete(): void;
}

/** What can be done with a session, for its header and for its row in the list, where it may not be shown. */
export function sessionMenu(
  { worktree }: Session,
  { onRenaming, onCopy, onReveal, onArchive, onDelete }: SessionMenuActions,
  elsewhere?: { onOpen(): void; onFinish(): void },
): MenuEntry[] {
  return [
    ...(elsewhere
      ? [
          item('open', strings.open, <PanelRight size={14} />, elsewhere.onOpen),
          item('finish', strings.finish, <GitMerge size={14} />, worktree && elsewhere.onFinish),
        ]
      : []),
    item('rename', strings.rename, <Pencil size={14} />, onRenaming),
    item(
      'copy-branch',
      strings.copyBranch,
      <GitBranch size={14} />,
      worktree && (() => onCopy(worktree.branch)),
    ),
    item('copy-path', strings.copyPath, <Copy size={14} />, worktree && (() => onCopy(worktree.path))),
    item(
      'reveal',
      strings.revealWorktree(fileManagerName()),
      <FolderOpen size={14} />,
      worktree && (() => onReveal(worktree.path)),
    ),
    { kind: 'separator', id: 'line' },
    item('archive', strings.archive, <Archive size={14} />, onArchive),
    item('delete', binStrings.delete, <Trash2 size={14} />, onDelete),
  ];
}

/** An entry that cannot be chosen while there is nothing for it to do. */
function item(id: string, label: string, icon: ReactNode, onSelect: (() => void) | undefined): MenuEntry {
  return { kind: 'item', id, label, icon, disabled: !onSelect, onSelect: onSelect ?? (() => {}) };
}
