import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildApp } from '../lib/build.mjs';
import { hasDisplay } from '../lib/display.mjs';
import { run } from '../lib/exec.mjs';
import { SetupError, say } from '../lib/log.mjs';
import { ROOT } from '../lib/paths.mjs';
import { setup } from '../setup.mjs';

export const NO_DISPLAY =
  'There is no display to open a window on (DISPLAY and WAYLAND_DISPLAY are not set).\n' +
  'Run "npm run demo" to see Coppice work without one, or "npm start" on a desktop.';

/** npm runs us in the root; a path the user typed is meant from where they stood. */
function fromWhereTyped(argument) {
  const path = resolve(process.env.INIT_CWD ?? '.', argument);
  return !argument.startsWith('-') && existsSync(path) ? path : argument;
}

/** `npm start [-- <repository>]`: sets up what is missing, builds what has changed, opens the app. */
export default async function start(args) {
  if (!hasDisplay()) throw new SetupError(NO_DISPLAY);
  const { electron, env } = await setup('app');
  await buildApp();
  const switches = [];
  if (process.getuid?.() === 0) {
    say("running as root, where Chromium's sandbox cannot work: starting with --no-sandbox");
    switches.push('--no-sandbox');
  }
  say(`opening Coppice on Electron ${electron.version} (${electron.source})`);
  return await run(electron.exec, [...switches, ROOT, ...args.map(fromWhereTyped)], { env });
}
