import { z } from 'zod';
import type { ProcessReport } from '../../domain/process';
import type { AppSnapshot } from '../snapshots';
import { filePath, nothing, output } from './schemas';

export const appCalls = {
  'app.snapshot': { input: nothing, output: output<AppSnapshot>() },
  /** Keeps what the window shows, for its next start; only the window knows what it means. */
  'app.keepView': { input: z.object({ view: z.string().max(2000) }), output: output<void>() },
  /** All that was to be kept has been sent: the window may close. */
  'app.handedOver': { input: nothing, output: output<void>() },
  'app.openExternal': { input: z.object({ url: z.string().max(4096) }), output: output<void>() },
  'app.revealPath': { input: z.object({ path: filePath }), output: output<void>() },
  'app.showLog': { input: nothing, output: output<void>() },
  'app.editAgentsFile': { input: nothing, output: output<void>() },
  /** A text to hand to somebody who helps: no prompts, no secrets, no titles. */
  'app.diagnostics': { input: nothing, output: output<{ text: string }>() },
  /** One look at what runs; CPU is measured since the look before. */
  'app.processes': { input: nothing, output: output<ProcessReport>() },
} as const;
