import { PanelLeft, PanelRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '../lib/cx';
import { appStrings } from '../strings/app';
import { IconButton } from '../ui/icon-button';
import { togglePanel, useLayout } from './layout-slice';
import styles from './stage.module.css';
import { useRoom } from './use-room';

/** The bar over the stage; brings the sidebar back when it is hidden. */
export function StageBar({ children }: { children?: ReactNode }) {
  const room = useRoom();
  const shown = useLayout((state) => state.shown.sidebar);
  return (
    <header className={cx(styles.bar, children !== undefined && styles.session)}>
      {!(room.sidebar && shown) && (
        <IconButton
          data-sidebar-toggle
          label={appStrings.toggleSidebar}
          shortcut="Mod+B"
          icon={<PanelLeft size={16} />}
          onClick={() => togglePanel('sidebar', !room.sidebar)}
        />
      )}
      {children}
    </header>
  );
}

/** Shows and hides the changes panel. */
export function ChangesToggle() {
  const room = useRoom();
  const shown = useLayout((state) => state.shown.changes);
  const overlay = useLayout((state) => state.overlay === 'changes');
  return (
    <IconButton
      label={appStrings.toggleChanges}
      shortcut="Mod+J"
      pressed={room.changes ? shown : overlay}
      icon={<PanelRight size={16} />}
      onClick={() => togglePanel('changes', !room.changes)}
    />
  );
}
