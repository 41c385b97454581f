import { z } from 'zod';
import { agentId } from './ids';

const fields = {
  theme: z.enum(['system', 'light', 'dark']),
  diffLayout: z.enum(['unified', 'split']),
  defaultAgent: agentId,
  notifications: z.boolean(),
  /** Keep running in the tray when the last window is closed. */
  keepInTray: z.boolean(),
  model: z.object({
    provider: z.enum(['none', 'openai-compatible', 'anthropic']),
    baseUrl: z.string(),
    name: z.string(),
  }),
};

export const settings = z.object({
  theme: fields.theme.default('system'),
  diffLayout: fields.diffLayout.default('unified'),
  defaultAgent: fields.defaultAgent.default(agentId.parse('builtin')),
  notifications: fields.notifications.default(true),
  keepInTray: fields.keepInTray.default(true),
  model: fields.model.default({ provider: 'none', baseUrl: '', name: '' }),
});
export type Settings = z.infer<typeof settings>;

/** Some of the settings. Without defaults: what is not named must stay as it is. */
export const settingsPatch = z.object(fields).partial();
export type SettingsPatch = z.infer<typeof settingsPatch>;

/** Settings as the renderer sees them: the key itself never leaves the main process. */
export interface SettingsView extends Settings {
  hasModelKey: boolean;
}
