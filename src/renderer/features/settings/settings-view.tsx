import { Bot, Cpu, Info, SlidersHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import { settingsStrings as strings } from '../../strings/settings';
import { Dialog } from '../../ui/dialog';
import { Tabs } from '../../ui/tabs';
import type { SettingsTab } from './settings-slice';
import styles from './settings-view.module.css';

export interface SettingsViewProps {
  open: boolean;
  tab: SettingsTab;
  panels: Record<SettingsTab, ReactNode>;
  onTab(tab: SettingsTab): void;
  onClose(): void;
}

export function SettingsView({ open, tab, panels, onTab, onClose }: SettingsViewProps) {
  return (
    <Dialog
      open={open}
      size="lg"
      title={strings.title}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <div className={styles.frame}>
        <Tabs
          label={strings.sections}
          value={tab}
          onChange={onTab}
          tabs={[
            {
              id: 'general',
              label: strings.general,
              icon: <SlidersHorizontal aria-hidden size={15} />,
              content: panels.general,
            },
            { id: 'model', label: strings.model, icon: <Cpu aria-hidden size={15} />, content: panels.model },
            {
              id: 'agents',
              label: strings.agents,
              icon: <Bot aria-hidden size={15} />,
              content: panels.agents,
            },
            {
              id: 'about',
              label: strings.about,
              icon: <Info aria-hidden size={15} />,
              content: panels.about,
            },
          ]}
        />
      </div>
    </Dialog>
  );
}
