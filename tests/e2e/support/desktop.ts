import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';

const exec = promisify(execFile);

/** Seconds a service may take to appear on the bus of a machine under load. */
const APPEARS_WITHIN = 30;

/** A program of the desktop, started for the tests. */
export interface DesktopProgram {
  stop(): Promise<void>;
}

/** A panel along the bottom of the screen that shows tray icons; resolves once it takes them. */
export async function startPanel(): Promise<DesktopProgram> {
  const panel = spawn('xfce4-panel', ['--disable-wm-check'], { stdio: 'ignore' });
  await nameOnBus('org.kde.StatusNotifierWatcher', panel);
  return { stop: () => end(panel) };
}

/** A notification as it was sent. */
export interface ShownNotification {
  id: number;
  app: string;
  title: string;
  body: string;
}

/** How a method of the bus itself is called. */
const bus = ['call', 'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus'];

export interface NotificationDaemon extends DesktopProgram {
  /** Everything shown since it was last cleared, oldest first. */
  readonly shown: readonly ShownNotification[];
  /** Clicks the first notification on screen. */
  click(): Promise<void>;
  /** Takes away what is on screen, and forgets what was shown. */
  clear(): Promise<void>;
}

/** Shows notifications, as a desktop does; resolves once it takes them. */
export async function startNotifications(): Promise<NotificationDaemon> {
  await freeName('org.freedesktop.Notifications');
  // It prints each notification it shows.
  const dunst = spawn('dunst', ['-config', '/dev/null', '-print'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const shown: ShownNotification[] = [];
  let block: Record<string, string> = {};
  createInterface({ input: dunst.stdout }).on('line', (line) => {
    const field = /^\t(appname|summary|body|id): (.*)$/.exec(line);
    if (field) block[field[1] as string] = unquote(field[2] as string);
    if (line !== '}') return;
    shown.push({
      id: Number(block.id),
      app: block.appname ?? '',
      title: block.summary ?? '',
      body: block.body ?? '',
    });
    block = {};
  });
  await nameOnBus('org.freedesktop.Notifications', dunst);
  // When somebody asked for it before, the bus started a daemon of its own.
  const pid = await busPid('org.freedesktop.Notifications');
  if (pid !== dunst.pid) throw new Error(`Notifications are shown by process ${pid} and not by ours`);
  return {
    shown,
    click: async () => void (await exec('dunstctl', ['action', '0'])),
    clear: async () => {
      await exec('dunstctl', ['close-all']);
      shown.length = 0;
    },
    stop: () => end(dunst),
  };
}

function unquote(text: string): string {
  return text.replace(/^'(.*)'$/, '$1');
}

/** Calls a method, or reads a property, on the session bus; answers the `data` of busctl's JSON. */
export async function busCall(...args: string[]): Promise<unknown[]> {
  const { stdout } = await exec('busctl', ['--user', '--json=short', ...args], {
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout.trim() === '' ? [] : (JSON.parse(stdout) as { data: unknown[] }).data;
}

/** Waits until somebody has the name; rejects when `owner` ends before that. */
async function nameOnBus(name: string, owner: ChildProcess): Promise<void> {
  const died = once(owner, 'exit').then(([code]) => {
    throw new Error(`${owner.spawnfile} ended with ${code} before it was on the bus`);
  });
  const failed = once(owner, 'error').then(([error]) => {
    throw error;
  });
  const waited = exec('gdbus', ['wait', '--session', '--timeout', String(APPEARS_WITHIN), name]);
  await Promise.race([waited, died, failed]);
}

/** Ends whoever has the name: when it was asked for before, the bus of this desktop started a program of its own. */
async function freeName(name: string): Promise<void> {
  const isTaken = async () => (await busCall(...bus, 'NameHasOwner', 's', name))[0];
  if (!(await isTaken())) return;
  process.kill(await busPid(name), 'SIGTERM');
  await expect.poll(isTaken).toBe(false);
}

/** The process behind a name on the bus. */
export async function busPid(name: string): Promise<number> {
  const [pid] = await busCall(...bus, 'GetConnectionUnixProcessID', 's', name);
  return pid as number;
}

async function end(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const gone = once(program, 'exit');
  program.kill('SIGTERM');
  await gone;
}

/** A picture of the whole screen, row by row, three bytes a pixel. */
export interface Screen {
  width: number;
  height: number;
  pixels: Buffer;
}

/** What the person at the machine sees now. */
export function seeScreen(): Screen {
  const ppm = execFileSync('import', ['-window', 'root', '-depth', '8', 'ppm:-'], {
    maxBuffer: 64 * 1024 * 1024,
  });
  const header = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(ppm.toString('latin1', 0, 64));
  if (!header) throw new Error('ImageMagick did not answer a PPM picture');
  return { width: Number(header[1]), height: Number(header[2]), pixels: ppm.subarray(header[0].length) };
}

/** How many pixels of the lowest `rows` rows are close to a colour. */
export function countPixels(screen: Screen, colour: readonly [number, number, number], rows: number): number {
  let count = 0;
  const start = (screen.height - rows) * screen.width * 3;
  for (let at = start; at < screen.pixels.length; at += 3) {
    const near = colour.every((value, channel) => Math.abs((screen.pixels[at + channel] ?? 0) - value) <= 12);
    if (near) count++;
  }
  return count;
}
