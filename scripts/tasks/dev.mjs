import { binOf } from '../lib/bin.mjs';
import { hasDisplay } from '../lib/display.mjs';
import { run } from '../lib/exec.mjs';
import { SetupError } from '../lib/log.mjs';
import { setup } from '../setup.mjs';
import { NO_DISPLAY } from './start.mjs';

/** `npm run dev`: the app with hot reload. */
export default async function dev(args) {
  if (!hasDisplay()) throw new SetupError(NO_DISPLAY);
  const { env } = await setup('app');
  if (process.getuid?.() === 0) env.NO_SANDBOX = '1';
  return await run(process.execPath, [binOf('electron-vite'), 'dev', ...args], { env });
}
