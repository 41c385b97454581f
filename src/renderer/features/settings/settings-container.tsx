import type { Settings as SettingsData } from '../../../shared/domain/settings';
import { runAction } from '../../lib/actions';
import { useApp } from '../../lib/app-store';
import { call } from '../../lib/bridge';
import { copyText } from '../../lib/copy-text';
import { notify, reporting } from '../../lib/toasts';
import { settingsStrings as strings } from '../../strings/settings';
import { AboutView } from './about-view';
import { AgentsSettingsView } from './agents-settings-view';
import { GeneralSettingsView } from './general-settings-view';
import { ModelSettingsView } from './model-settings-view';
import { closeSettings, openSettings, useSettingsUi } from './settings-slice';
import { SettingsView } from './settings-view';

export function Settings() {
  const { open, tab } = useSettingsUi();
  const settings = useApp((state) => state.settings);
  const catalog = useApp((state) => state.catalog);
  const problems = useApp((state) => state.catalogProblems);
  const about = useApp((state) => state.about);
  return (
    <SettingsView
      open={open}
      tab={tab}
      onTab={openSettings}
      onClose={closeSettings}
      panels={{
        general: (
          <GeneralSettingsView
            settings={settings}
            catalog={catalog}
            onChange={(change) => void updateSettings(change)}
          />
        ),
        model: (
          <ModelSettingsView settings={settings} onSave={(model) => void saveModel(model)} onKey={saveKey} />
        ),
        agents: (
          <AgentsSettingsView
            catalog={catalog}
            problems={problems}
            onCopy={(text) => void copyText(text)}
            onDocs={(url) => void reporting(() => call('app.openExternal', { url }))}
            onEdit={() => void reporting(() => call('app.editAgentsFile', {}))}
          />
        ),
        about: about && (
          <AboutView
            about={about}
            onReveal={(path) => void reporting(() => call('app.revealPath', { path }))}
            onDiagnostics={() => runAction('diagnostics.copy')}
            onLog={() => void reporting(() => call('app.showLog', {}))}
          />
        ),
      }}
    />
  );
}

/** Changes settings in main; the answer is the new truth. */
export async function updateSettings(change: Partial<SettingsData>): Promise<boolean> {
  const settings = await reporting(() => call('settings.update', { settings: change }));
  if (settings) useApp.setState({ settings });
  return settings !== undefined;
}

async function saveModel(model: SettingsData['model']): Promise<void> {
  if (await updateSettings({ model })) notify({ title: strings.saved, tone: 'success', timeout: 2_000 });
}

/** Resolves to whether it was kept. */
async function saveKey(key: string): Promise<boolean> {
  const settings = await reporting(() => call('settings.setModelKey', { key }));
  if (!settings) return false;
  useApp.setState({ settings });
  notify({ title: key ? strings.keySaved : strings.keyRemoved, tone: 'success', timeout: 2_000 });
  return true;
}
