import { FolderGit2 } from 'lucide-react';
import { useMemo } from 'react';
import { isLive } from '../../../shared/domain/session-life';
import { groupBy } from '../../../shared/group-by';
import { useActions } from '../../lib/actions';
import { useApp } from '../../lib/app-store';
import { go } from '../../lib/route';
import { paletteStrings as strings } from '../../strings/palette';
import { StatusDot } from '../../ui/status-dot';
import { setPaletteOpen, usePalette } from './palette-slice';
import { type PaletteGroup, PaletteView } from './palette-view';

export function Palette() {
  const open = usePalette((state) => state.open);
  return open ? <OpenPalette /> : <PaletteView open={false} groups={[]} onOpenChange={setPaletteOpen} />;
}

function OpenPalette() {
  const groups = usePaletteGroups();
  return <PaletteView open groups={groups} onOpenChange={setPaletteOpen} />;
}

function usePaletteGroups(): PaletteGroup[] {
  const actions = useActions();
  const sessions = useApp((state) => state.sessions);
  const repositories = useApp((state) => state.repositories);
  return useMemo(() => {
    const nameOf = new Map(repositories.map((repository) => [repository.id, repository.name]));
    const commands = groupBy(
      actions.filter((action) => !action.hidden),
      (action) => action.group,
    );
    const live = sessions
      .filter(isLive)
      .sort((a, b) => b.updatedAt - a.updatedAt)
      .map((session) => ({
        id: `session:${session.id}`,
        label: session.title,
        detail: nameOf.get(session.repositoryId) ?? '',
        keywords: session.worktree?.branch ?? '',
        urgent: session.status.kind === 'needs-you',
        icon: <StatusDot status={session.status.kind} />,
        run: () => go({ kind: 'session', sessionId: session.id }),
      }));
    const roots = repositories.map((repository) => ({
      id: `repository:${repository.id}`,
      label: repository.name,
      detail: repository.path,
      icon: <FolderGit2 aria-hidden size={14} />,
      run: () => go({ kind: 'new-session', repositoryId: repository.id }),
    }));
    return [
      { label: strings.needYou, items: live.filter(({ urgent }) => urgent) },
      ...[...commands].map(([label, items]) => ({ label, items })),
      { label: strings.sessions, items: live.filter(({ urgent }) => !urgent) },
      { label: strings.repositories, items: roots },
    ].filter((group) => group.items.length > 0);
  }, [actions, sessions, repositories]);
}
