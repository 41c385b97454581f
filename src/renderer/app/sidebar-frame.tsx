import { FolderPlus, Search, Settings } from 'lucide-react';
import { openFinish } from '../features/finish/finish-slice';
import { Sidebar } from '../features/sessions/sidebar-container';
import { runAction } from '../lib/actions';
import { appStrings } from '../strings/app';
import { CoppiceMark } from '../ui/coppice-mark';
import { IconButton } from '../ui/icon-button';
import styles from './sidebar-frame.module.css';

/** The sidebar with the app's own buttons around it. */
export function SidebarFrame() {
  return (
    <nav data-panel="sidebar" aria-label={appStrings.panels.sidebar} className={styles.frame}>
      <div className={styles.top}>
        <span className={styles.brand}>
          <CoppiceMark size={18} />
          {appStrings.name}
        </span>
        <IconButton
          label={appStrings.commands.palette}
          shortcut="Mod+K"
          icon={<Search size={15} />}
          onClick={() => runAction('palette.open')}
        />
        <IconButton
          label={appStrings.commands.open}
          shortcut="Mod+O"
          icon={<FolderPlus size={15} />}
          onClick={() => runAction('repository.open')}
        />
        <IconButton
          label={appStrings.commands.settings}
          shortcut="Mod+,"
          icon={<Settings size={15} />}
          onClick={() => runAction('settings.open')}
        />
      </div>
      <div className={styles.body}>
        <Sidebar onFinish={openFinish} />
      </div>
    </nav>
  );
}
