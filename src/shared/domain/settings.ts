import { z } from 'zod';
import { agentId } from './ids';

export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  diffLayout: z.enum(['unified', 'split']).default('unified'),
  defaultAgent: agentId.default(agentId.parse('builtin')),
  notifications: z.boolean().default(true),
  /** Keep running in the tray when the last window is closed. */
  keepInTray: z.boolean().default(true),
  model: z
    .object({
      provider: z.enum(['none', 'openai-compatible', 'anthropic']).default('none'),
      baseUrl: z.string().default(''),
      name: z.string().default(''),
    })
    .default({ provider: 'none', baseUrl: '', name: '' }),
});
export type Settings = z.infer<typeof settings>;

/** Settings as the renderer sees them: the key itself never leaves the main process. */
export interface SettingsView extends Settings {
  hasModelKey: boolean;
}
