import { z } from 'zod';
import { type SettingsView, settingsPatch } from '../../domain/settings';
import { output } from './schemas';

export const settingsCalls = {
  'settings.update': { input: z.object({ settings: settingsPatch }), output: output<SettingsView>() },
  'settings.setModelKey': {
    input: z.object({ key: z.string().max(10_000) }),
    output: output<SettingsView>(),
  },
} as const;
