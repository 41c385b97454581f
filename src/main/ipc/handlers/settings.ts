import type { SettingsService } from '../../services/settings';
import type { AreaHandlers } from '../handler';

export function settingsHandlers(settings: SettingsService): AreaHandlers<'settings'> {
  return {
    'settings.update': ({ settings: changes }) => settings.update(changes),
    'settings.setModelKey': ({ key }) => settings.setModelKey(key),
  };
}
