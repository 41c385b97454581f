import { say } from '../lib/log.mjs';
import { setup } from '../setup.mjs';

/** `npm run setup [-- test]`: prepares without running anything. */
export default async function prepare([purpose = 'app']) {
  const { electron } = await setup(purpose);
  say(electron ? `ready; Electron ${electron.version} (${electron.source})` : 'ready');
}
