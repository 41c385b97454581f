import { useMemo } from 'react';
import type { Session } from '../../shared/domain/session';
import { diagnosticsActions } from '../features/diagnostics/diagnostics-actions';
import { setPaletteOpen } from '../features/palette/palette-slice';
import { chooseRepository } from '../features/repositories/open-repository';
import {
  archiveSession,
  deleteSession,
  sessionsInOrder,
  stepSession,
} from '../features/sessions/session-actions';
import { setRenaming, showPutAway } from '../features/sessions/sessions-slice';
import { showNewSession } from '../features/sessions/show-new-session';
import { updateSettings } from '../features/settings/settings-container';
import { openSettings } from '../features/settings/settings-slice';
import { setShortcutsOpen } from '../features/shortcuts/shortcuts-slice';
import { type Action, useActionSource } from '../lib/actions';
import { useApp, useSession } from '../lib/app-store';
import { call } from '../lib/bridge';
import { copyText } from '../lib/copy-text';
import { fileManagerName } from '../lib/platform';
import { go, useRoute } from '../lib/route';
import { reporting } from '../lib/toasts';
import { appStrings } from '../strings/app';
import { binStrings } from '../strings/bin';
import { sessionsStrings } from '../strings/sessions';
import { focusPanel } from './focus-panel';
import { togglePanel } from './layout-slice';
import { useRoom } from './use-room';

const { commands, groups } = appStrings;

/** Offers what the whole window can do; features add actions of their own. */
export function useAppActions(): void {
  const route = useRoute((state) => state.route);
  const session = useSession(route.kind === 'session' ? route.sessionId : null);
  const hasRepository = useApp((state) => state.repositories.some(({ available }) => available));
  const { sidebar, changes } = useRoom();
  const actions = useMemo(
    () => [
      ...sessionActions(session, hasRepository),
      ...viewActions({ sidebar, changes }, session !== undefined),
      ...appActions(),
      ...diagnosticsActions,
    ],
    [session, hasRepository, sidebar, changes],
  );
  useActionSource(actions);
}

function sessionActions(session: Session | undefined, hasRepository: boolean): Action[] {
  const group = groups.session;
  const worktree = session?.worktree;
  return [
    {
      id: 'session.new',
      label: commands.newSession,
      group,
      shortcut: 'Mod+N',
      enabled: hasRepository,
      run: () => showNewSession(),
    },
    {
      id: 'repository.open',
      label: commands.open,
      group,
      shortcut: 'Mod+O',
      keywords: 'folder project add',
      run: () => void chooseRepository(),
    },
    { id: 'session.next', label: commands.next, group, shortcut: 'Ctrl+Tab', run: () => stepSession(1) },
    {
      id: 'session.previous',
      label: commands.previous,
      group,
      shortcut: 'Ctrl+Shift+Tab',
      run: () => stepSession(-1),
    },
    {
      id: 'session.rename',
      label: sessionsStrings.rename,
      group,
      shortcut: 'F2',
      enabled: session !== undefined,
      run: () => session && setRenaming(session.id),
    },
    {
      id: 'session.copy-path',
      label: commands.copyPath,
      group,
      enabled: worktree !== undefined,
      run: () => worktree && void copyText(worktree.path),
    },
    {
      id: 'session.reveal',
      label: commands.reveal(fileManagerName()),
      group,
      keywords: 'finder explorer folder',
      enabled: worktree !== undefined,
      run: () => worktree && void reporting(() => call('app.revealPath', { path: worktree.path })),
    },
    {
      id: 'session.archive',
      label: sessionsStrings.archive,
      group,
      keywords: 'close put away',
      enabled: session !== undefined,
      run: () => session && void archiveSession(session),
    },
    {
      id: 'session.delete',
      label: binStrings.delete,
      group,
      keywords: 'remove bin trash',
      enabled: session !== undefined,
      run: () => session && void deleteSession(session),
    },
    {
      id: 'session.archived',
      label: sessionsStrings.archivedList,
      group,
      keywords: 'restore undo bring back',
      run: () => showPutAway({ of: 'all', tab: 'archived' }),
    },
    {
      id: 'session.bin',
      label: binStrings.list,
      group,
      keywords: 'deleted restore undo empty trash disk',
      run: () => showPutAway({ of: 'all', tab: 'bin' }),
    },
    ...Array.from({ length: 9 }, (_, index) => nthSession(index)),
  ];
}

function nthSession(index: number): Action {
  return {
    id: `session.go-${index + 1}`,
    label: commands.nthSession(index + 1),
    group: groups.session,
    shortcut: `Mod+${index + 1}`,
    hidden: true,
    run: () => {
      const session = sessionsInOrder()[index];
      if (session) go({ kind: 'session', sessionId: session.id });
    },
  };
}

function viewActions(room: ReturnType<typeof useRoom>, inSession: boolean): Action[] {
  const group = groups.view;
  return [
    {
      id: 'view.toggle-sidebar',
      label: appStrings.toggleSidebar,
      group,
      shortcut: 'Mod+B',
      run: () => togglePanel('sidebar', !room.sidebar),
    },
    {
      id: 'view.toggle-changes',
      label: appStrings.toggleChanges,
      group,
      shortcut: 'Mod+J',
      keywords: 'diff',
      enabled: inSession,
      run: () => togglePanel('changes', !room.changes),
    },
    { id: 'view.next-panel', label: commands.nextPanel, group, shortcut: 'F6', run: () => focusPanel(1) },
    {
      id: 'view.previous-panel',
      label: commands.previousPanel,
      group,
      shortcut: 'Shift+F6',
      run: () => focusPanel(-1),
    },
    { id: 'view.home', label: appStrings.home, group, run: () => go({ kind: 'home' }) },
    ...(['system', 'light', 'dark'] as const).map((theme) => ({
      id: `view.theme-${theme}`,
      label: commands.theme[theme],
      group,
      keywords: 'theme',
      run: () => void updateSettings({ theme }),
    })),
  ];
}

function appActions(): Action[] {
  const group = groups.app;
  return [
    {
      id: 'palette.open',
      label: commands.palette,
      group,
      shortcut: 'Mod+K',
      hidden: true,
      run: () => setPaletteOpen(true),
    },
    {
      id: 'shortcuts.open',
      label: commands.shortcuts,
      group,
      shortcut: 'Mod+/',
      keywords: 'keyboard keys hotkeys bindings help',
      run: () => setShortcutsOpen(true),
    },
    {
      id: 'settings.open',
      label: commands.settings,
      group,
      shortcut: 'Mod+,',
      keywords: 'preferences',
      run: () => openSettings('general'),
    },
    {
      id: 'settings.model',
      label: commands.modelSettings,
      group,
      keywords: 'api key ollama openai anthropic',
      run: () => openSettings('model'),
    },
    {
      id: 'settings.agents',
      label: commands.agentSettings,
      group,
      keywords: 'install claude codex gemini',
      run: () => openSettings('agents'),
    },
    {
      id: 'agents.edit',
      label: commands.editAgents,
      group,
      run: () => void reporting(() => call('app.editAgentsFile', {})),
    },
    { id: 'app.log', label: commands.log, group, run: () => void reporting(() => call('app.showLog', {})) },
    { id: 'about.open', label: commands.about, group, keywords: 'version', run: () => openSettings('about') },
  ];
}
