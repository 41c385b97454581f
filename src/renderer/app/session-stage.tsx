import { Group, Panel, usePanelRef } from 'react-resizable-panels';
import type { SessionId } from '../../shared/domain/ids';
import { ChangesPanel } from '../features/changes/changes-container';
import { BaseDriftButton } from '../features/finish/base-drift-button';
import { CommitButton, FinishButton, FinishDialog } from '../features/finish/finish-container';
import { MergeButton } from '../features/finish/merge-button';
import { SessionHeader } from '../features/sessions/session-header-container';
import { useSession } from '../lib/app-store';
import { appStrings } from '../strings/app';
import { ResizeHandle } from '../ui/resize-handle';
import { Conversation } from './conversation';
import { closeOverlay, setShown, setWidth, useLayout } from './layout-slice';
import { MissingSession } from './missing-session';
import { Overlay } from './overlay';
import styles from './stage.module.css';
import { ChangesToggle, StageBar } from './stage-bar';
import { useOpenSession } from './use-open-session';
import { useRoom } from './use-room';

/** One session: its header, the conversation, and its changes. */
export function SessionStage({ sessionId }: { sessionId: SessionId }) {
  const session = useSession(sessionId);
  const loading = useOpenSession(sessionId, session !== undefined);
  const room = useRoom();
  const shown = useLayout((state) => state.shown.changes);
  const width = useLayout((state) => state.width.changes);
  const overlay = useLayout((state) => state.overlay === 'changes');
  const changes = usePanelRef();
  if (!session) return <MissingSession />;
  const panel = <ChangesPanel sessionId={sessionId} commitAction={<CommitButton sessionId={sessionId} />} />;
  return (
    <div className={styles.stage}>
      <StageBar>
        <SessionHeader
          sessionId={sessionId}
          trailing={
            <>
              <MergeButton sessionId={sessionId} />
              <BaseDriftButton sessionId={sessionId} />
              <FinishButton sessionId={sessionId} />
              <ChangesToggle />
            </>
          }
        />
      </StageBar>
      <Group
        className={styles.body}
        onLayoutChanged={(_layout, { isUserInteraction }) => {
          const size = changes.current?.getSize().inPixels;
          if (!isUserInteraction || size === undefined) return;
          if (size === 0) setShown('changes', false);
          else setWidth('changes', size);
        }}
      >
        <Panel id="conversation" minSize={340}>
          <Conversation session={session} loading={loading} />
        </Panel>
        {room.changes && shown && (
          <>
            <ResizeHandle label={appStrings.resizeChanges} />
            <Panel
              id="changes"
              panelRef={changes}
              defaultSize={width}
              minSize={300}
              collapsible
              groupResizeBehavior="preserve-pixel-size"
            >
              <div data-panel="changes" className={styles.changes}>
                {loading.kind === 'ready' && panel}
              </div>
            </Panel>
          </>
        )}
      </Group>
      <Overlay
        side="right"
        label={appStrings.panels.changes}
        open={overlay && !room.changes}
        onClose={closeOverlay}
      >
        <div data-panel="changes" className={styles.changes}>
          {loading.kind === 'ready' && panel}
        </div>
      </Overlay>
      <FinishDialog sessionId={sessionId} />
    </div>
  );
}
