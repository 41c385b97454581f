import { useEffect } from 'react';
import { Group, Panel, usePanelRef } from 'react-resizable-panels';
import { Processes } from '../features/diagnostics/processes-container';
import { Palette } from '../features/palette/palette-container';
import { OpenDialogs } from '../features/repositories/open-dialogs';
import { PutAwaySessions } from '../features/sessions/put-away-container';
import { Settings } from '../features/settings/settings-container';
import { Shortcuts } from '../features/shortcuts/shortcuts-container';
import { StatusBar } from '../features/status/status-bar-container';
import { useRoute } from '../lib/route';
import { appStrings } from '../strings/app';
import { ResizeHandle } from '../ui/resize-handle';
import { DropOverlay } from './drop-overlay';
import { forgetMissingRoute } from './forget-missing-route';
import { closeOverlay, setShown, setWidth, useLayout } from './layout-slice';
import { Overlay } from './overlay';
import styles from './shell.module.css';
import { SidebarFrame } from './sidebar-frame';
import { Stage } from './stage';
import { useActionShortcuts } from './use-action-shortcuts';
import { useAppActions } from './use-app-actions';
import { useDocumentTitle } from './use-document-title';
import { useRoom } from './use-room';
import { useWindowRequests } from './use-window-requests';

/** The window: sidebar, stage and status bar, and what may lie over them. */
export function Shell() {
  useAppActions();
  useActionShortcuts();
  useWindowRequests();
  useDocumentTitle();
  const room = useRoom();
  const shown = useLayout((state) => state.shown.sidebar);
  const width = useLayout((state) => state.width.sidebar);
  const overlay = useLayout((state) => state.overlay === 'sidebar');
  const sidebar = usePanelRef();
  useEffect(() => useRoute.subscribe(closeOverlay), []);
  useEffect(forgetMissingRoute, []);
  const isBeside = room.sidebar && shown;
  return (
    <div className={styles.shell}>
      <Group
        className={styles.columns}
        onLayoutChanged={(_layout, { isUserInteraction }) => {
          const size = sidebar.current?.getSize().inPixels;
          if (!isUserInteraction || size === undefined) return;
          if (size === 0) setShown('sidebar', false);
          else setWidth('sidebar', size);
        }}
      >
        {isBeside && (
          <>
            <Panel
              id="sidebar"
              panelRef={sidebar}
              defaultSize={width}
              minSize={200}
              maxSize={420}
              collapsible
              groupResizeBehavior="preserve-pixel-size"
            >
              <SidebarFrame />
            </Panel>
            <ResizeHandle label={appStrings.resizeSidebar} />
          </>
        )}
        <Panel id="stage" minSize={400}>
          <Stage />
        </Panel>
      </Group>
      <footer data-panel="status">
        <StatusBar />
      </footer>
      <Overlay
        side="left"
        label={appStrings.panels.sidebar}
        open={overlay && !room.sidebar}
        onClose={closeOverlay}
      >
        <SidebarFrame />
      </Overlay>
      <Palette />
      <Settings />
      <Processes />
      <Shortcuts />
      <PutAwaySessions />
      <OpenDialogs />
      <DropOverlay />
    </div>
  );
}
