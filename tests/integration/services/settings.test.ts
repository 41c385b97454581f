import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../src/main/services/log';
import { SettingsService } from '../../../src/main/services/settings';
import type { SettingsView } from '../../../src/shared/domain/settings';
import { testStore } from '../../support/test-store';

function service(store = testStore()) {
  const changed: SettingsView[] = [];
  let modelChanges = 0;
  let secret: string | undefined;
  const settings = new SettingsService({
    table: store.settings,
    modelKey: {
      exists: () => secret !== undefined,
      read: async () => secret,
      write: async (value) => {
        secret = value || undefined;
      },
    },
    onChange: (view) => changed.push(view),
    onModelChange: () => modelChanges++,
    log: silentLog,
  });
  return { settings, changed, modelChanges: () => modelChanges, store };
}

describe('the settings', () => {
  it('keep what a change does not name', () => {
    const { settings, store } = service();
    settings.update({ theme: 'dark' });
    settings.update({ diffLayout: 'split' });
    expect(service(store).settings.get()).toMatchObject({
      theme: 'dark',
      diffLayout: 'split',
      keepInTray: true,
    });
  });

  it('restart the built-in agent only for another model or key', async () => {
    const { settings, modelChanges } = service();
    settings.update({ diffLayout: 'split' });
    expect(modelChanges()).toBe(0);
    settings.update({ model: { provider: 'anthropic', baseUrl: '', name: 'm' } });
    await settings.setModelKey('secret');
    expect(modelChanges()).toBe(2);
  });

  it('tell the window that there is a key, never the key', async () => {
    const { settings } = service();
    const view = await settings.setModelKey('secret');
    expect(view.hasModelKey).toBe(true);
    expect(JSON.stringify(view)).not.toContain('secret');
    settings.update({ model: { provider: 'anthropic', baseUrl: 'http://x', name: 'm' } });
    expect(await settings.modelEnvironment()).toMatchObject({ COPPICE_MODEL_API_KEY: 'secret' });
  });

  it('fall back to the default for one that cannot be read, and keep the others', () => {
    const { settings, store } = service();
    settings.update({ theme: 'dark', keepInTray: false });
    store.settings.set('theme', { not: 'a theme' });
    expect(settings.get()).toMatchObject({ theme: 'system', keepInTray: false });
  });
});
