import { Monitor, Moon, Sun } from 'lucide-react';
import type { CatalogAgent } from '../../../shared/domain/agent';
import type { Settings, SettingsView } from '../../../shared/domain/settings';
import { settingsStrings as strings } from '../../strings/settings';
import { AgentMark } from '../../ui/agent-mark';
import { Segmented } from '../../ui/segmented';
import { Select } from '../../ui/select';
import { Switch } from '../../ui/switch';
import styles from './settings-view.module.css';

interface GeneralSettingsViewProps {
  settings: SettingsView;
  catalog: readonly CatalogAgent[];
  onChange(change: Partial<Settings>): void;
}

export function GeneralSettingsView({ settings, catalog, onChange }: GeneralSettingsViewProps) {
  return (
    <div className={styles.panel}>
      <div className={styles.row}>
        <span className={styles.rowLabel}>{strings.theme}</span>
        <Segmented
          label={strings.theme}
          value={settings.theme}
          onChange={(theme) => onChange({ theme })}
          options={[
            { value: 'system', label: strings.themes.system, icon: <Monitor aria-hidden size={14} /> },
            { value: 'light', label: strings.themes.light, icon: <Sun aria-hidden size={14} /> },
            { value: 'dark', label: strings.themes.dark, icon: <Moon aria-hidden size={14} /> },
          ]}
        />
      </div>
      <div className={styles.row}>
        <span className={styles.rowText}>
          <span className={styles.rowLabel}>{strings.defaultAgent}</span>
          <span className={styles.muted}>{strings.defaultAgentHint}</span>
        </span>
        <Select
          label={strings.defaultAgent}
          value={settings.defaultAgent}
          onChange={(defaultAgent) => onChange({ defaultAgent })}
          options={catalog.map((agent) => ({
            value: agent.id,
            label: agent.name,
            icon: <AgentMark id={agent.id} name={agent.name} />,
            ...(agent.availability.kind === 'missing' && { description: strings.missing }),
          }))}
        />
      </div>
      <hr className={styles.rule} />
      <Switch
        label={strings.notifications}
        description={strings.notificationsHint}
        checked={settings.notifications}
        onChange={(notifications) => onChange({ notifications })}
      />
      <Switch
        label={strings.keepInTray}
        description={strings.keepInTrayHint}
        checked={settings.keepInTray}
        onChange={(keepInTray) => onChange({ keepInTray })}
      />
    </div>
  );
}
