import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './exec.mjs';
import { ROOT } from './paths.mjs';

const DESKTOP_CONFIG = join(ROOT, 'tests/fixtures/xdg-config');

/** Whether a window can be opened: Linux names its display in the environment, others always have one. */
export const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** `command` wrapped in a virtual X display of its own; unchanged where there is no X. */
export function underXvfb(command) {
  if (process.platform !== 'linux') return command;
  return ['xvfb-run', '-a', '--server-args=-screen 0 1440x900x24', ...command];
}

/**
 * Runs `command` on a virtual display and a D-Bus session of its own, so that neither the windows nor the tray
 * of the person at the machine are touched. Desktop settings come from tests/fixtures/xdg-config: the bus starts
 * services with the environment it was started in, so they must be in place before it.
 */
export async function runOnPrivateDesktop(command, env) {
  if (process.platform !== 'linux') return await run(command[0], command.slice(1), { env });
  const config = mkdtempSync(join(tmpdir(), 'coppice-xdg-'));
  if (existsSync(DESKTOP_CONFIG)) cpSync(DESKTOP_CONFIG, config, { recursive: true });
  const desktopEnv = { ...env, XDG_CONFIG_HOME: config };
  delete desktopEnv.WAYLAND_DISPLAY;
  const [first, ...rest] = underXvfb(['dbus-run-session', '--', ...command]);
  try {
    return await run(first, rest, { env: desktopEnv });
  } finally {
    rmSync(config, { recursive: true, force: true });
  }
}
