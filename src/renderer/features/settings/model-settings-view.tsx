import { type FormEvent, useState } from 'react';
import type { Settings, SettingsView } from '../../../shared/domain/settings';
import { settingsStrings as strings } from '../../strings/settings';
import { Button } from '../../ui/button';
import { Select } from '../../ui/select';
import { TextField } from '../../ui/text-field';
import { isHttpUrl, modelPresets, presetOf } from './model/model-presets';
import styles from './settings-view.module.css';

type Model = Settings['model'];

interface ModelSettingsViewProps {
  settings: SettingsView;
  onSave(model: Model): void;
  /** An empty key removes the kept one. */
  /** Resolves to whether it was kept; until then what was typed stays. */
  onKey(key: string): Promise<boolean>;
}

const presetOptions = [
  { value: 'none', label: strings.presetNone },
  ...modelPresets.map(({ id, label }) => ({ value: id, label })),
  { value: 'custom', label: strings.presetCustom },
];

export function ModelSettingsView({ settings, onSave, onKey }: ModelSettingsViewProps) {
  const [model, setModel] = useState(settings.model);
  const [preset, setPreset] = useState(presetOf(settings.model));
  const example = modelPresets.find(({ id }) => id === preset)?.exampleModel ?? '';
  const isBad = model.baseUrl !== '' && !isHttpUrl(model.baseUrl);
  // The built-in agent knows where Anthropic is; any other endpoint has to be named, and a model always.
  const isIncomplete =
    model.provider !== 'none' &&
    (model.name.trim() === '' || (model.provider === 'openai-compatible' && model.baseUrl === ''));
  const isChanged = JSON.stringify(model) !== JSON.stringify(settings.model);
  function choose(id: string): void {
    const known = modelPresets.find((candidate) => candidate.id === id);
    setPreset(id);
    if (known) setModel({ ...model, provider: known.provider, baseUrl: known.baseUrl });
    else setModel({ ...model, provider: id === 'none' ? 'none' : 'openai-compatible' });
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!isBad && !isIncomplete) onSave(model);
  }
  return (
    <div className={styles.panel}>
      <p className={styles.muted}>{strings.modelIntro}</p>
      <form className={styles.panel} onSubmit={(event) => void submit(event)}>
        <div className={styles.row}>
          <span className={styles.rowLabel}>{strings.preset}</span>
          <Select label={strings.preset} value={preset} options={presetOptions} onChange={choose} />
        </div>
        {model.provider !== 'none' && (
          <>
            <TextField
              mono
              label={strings.baseUrl}
              value={model.baseUrl}
              hint={strings.baseUrlHint}
              error={isBad ? strings.baseUrlBad : undefined}
              onChange={(baseUrl) => setModel({ ...model, baseUrl })}
            />
            <TextField
              mono
              label={strings.modelName}
              value={model.name}
              placeholder={example}
              hint={strings.modelNameHint}
              onChange={(name) => setModel({ ...model, name })}
            />
          </>
        )}
        <div className={styles.actions}>
          <Button type="submit" variant="primary" disabled={!isChanged || isBad || isIncomplete}>
            {strings.save}
          </Button>
        </div>
      </form>
      {model.provider !== 'none' && (
        <>
          <hr className={styles.rule} />
          <KeyForm hasKey={settings.hasModelKey} onKey={onKey} />
        </>
      )}
    </div>
  );
}

function KeyForm({ hasKey, onKey }: { hasKey: boolean; onKey(key: string): Promise<boolean> }) {
  const [key, setKey] = useState('');
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (key && (await onKey(key))) setKey('');
  }
  return (
    <form className={styles.panel} onSubmit={submit}>
      <TextField
        mono
        type="password"
        label={strings.key}
        value={key}
        hint={hasKey ? strings.keyKept : strings.keyNone}
        onChange={setKey}
      />
      <div className={styles.actions}>
        <Button type="submit" disabled={!key}>
          {hasKey ? strings.keyReplace : strings.keySet}
        </Button>
        {hasKey && <Button onClick={() => void onKey('')}>{strings.keyRemove}</Button>}
      </div>
    </form>
  );
}
