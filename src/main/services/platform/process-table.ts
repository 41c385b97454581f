import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { uptime } from 'node:os';
import { promisify } from 'node:util';
import { parsePs } from './parse-ps';
import type { ProcessRow } from './process-row';

/** False on Windows, where nothing here can be asked. */
export const canReadProcesses = process.platform !== 'win32';

const ON_LINUX = process.platform === 'linux';
/** How far the two clocks may be apart, in milliseconds. */
const CLOCK_ERROR_MS = 1000;
const PS = { command: '/bin/ps', env: { LC_ALL: 'C', TZ: 'UTC' } };
const PS_COLUMNS = 'pid=,ppid=,pgid=,uid=,stat=,rss=,time=,lstart=,command=';

/** Every living process the system shows us: /proc on Linux, ps on macOS, none on Windows. */
export async function readProcessTable(): Promise<ProcessRow[]> {
  if (!canReadProcesses) return [];
  if (!ON_LINUX) {
    const options = { env: PS.env, maxBuffer: 64 * 1024 * 1024 };
    return parsePs((await promisify(execFile)(PS.command, ['-axww', '-o', PS_COLUMNS], options)).stdout);
  }
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const rows = await Promise.all(pids.map((pid) => readRow(Number(pid))));
  return rows.filter((row) => row !== undefined);
}

/**
 * Milliseconds on the clock of `startedAt`. Undefined where it cannot be trusted: not on Linux, and where a container
 * counts its uptime anew but not the start of its processes.
 */
export function processClock(): number | undefined {
  if (!ON_LINUX) return undefined;
  const now = uptime() * 1000;
  const own = parseStat(process.pid, readFileSync('/proc/self/stat', 'latin1'))?.startedAt ?? Infinity;
  return own + process.uptime() * 1000 <= now + CLOCK_ERROR_MS ? now : undefined;
}

/** When the process started, in a form only to be compared; undefined when it is gone or cannot be asked. */
export function readStartTime(pid: number): string | undefined {
  if (!canReadProcesses) return undefined;
  if (!ON_LINUX) {
    // ps exits with 1 when there is no such process.
    const answer = orGone(() =>
      execFileSync(PS.command, ['-ww', '-o', PS_COLUMNS, '-p', String(pid)], {
        env: PS.env,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
    return answer === undefined ? undefined : parsePs(answer)[0]?.startTime;
  }
  const text = orGone(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  return text === undefined ? undefined : parseStat(pid, text)?.startTime;
}

/**
 * The variables a process of our own user was started with. Undefined where they cannot be read: another user's
 * process, one that is gone, any but on Linux (macOS shows those of some programs only).
 */
export async function readEnvironment(pid: number): Promise<string[] | undefined> {
  if (!ON_LINUX) return undefined;
  const text = await orNothing(readFile(`/proc/${pid}/environ`, 'utf8'));
  return text?.split('\0').filter(Boolean);
}

/** The command line of a process, or what `row` calls it when there is none. */
export async function readCommand(row: ProcessRow): Promise<string> {
  if (!ON_LINUX) return row.name;
  const text = await orNothing(readFile(`/proc/${row.pid}/cmdline`, 'utf8'));
  return text?.replaceAll('\0', ' ').trim() || row.name;
}

async function readRow(pid: number): Promise<ProcessRow | undefined> {
  const [text, folder] = await Promise.all([
    orNothing(readFile(`/proc/${pid}/stat`, 'latin1')),
    orNothing(stat(`/proc/${pid}`)),
  ]);
  const row = text === undefined ? undefined : parseStat(pid, text);
  return row && folder && { ...row, uid: folder.uid };
}

/** proc(5): the name in parentheses may hold anything, the fields after it may not. */
function parseStat(pid: number, text: string): Omit<ProcessRow, 'uid'> | undefined {
  const end = text.lastIndexOf(')');
  // From the third field on, so that `fields[n - 3]` is what the manual calls field n.
  const fields = text.slice(end + 2).split(' ');
  const field = (n: number) => fields[n - 3] ?? '';
  if (/^[ZXx]/.test(field(3))) return undefined;
  const { tick, page, boot } = machine();
  return {
    pid,
    parent: Number(field(4)),
    group: Number(field(5)),
    startTime: `${boot}/${field(22)}`,
    startedAt: (Number(field(22)) * 1000) / tick,
    cpuMs: ((Number(field(14)) + Number(field(15))) * 1000) / tick,
    memory: Number(field(24)) * page,
    name: text.slice(text.indexOf('(') + 1, end),
  };
}

interface Machine {
  /** Ticks per second and bytes per page, in which /proc counts. */
  tick: number;
  page: number;
  /** Start times count from the boot, so they say nothing across two of them. */
  boot: string;
}

let known: Machine | undefined;

function machine(): Machine {
  known ??= {
    ...readUnits(readFileSync('/proc/self/auxv')),
    boot: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
  };
  return known;
}

/** getauxval(3): pairs of numbers, of which AT_PAGESZ is 6 and AT_CLKTCK is 17. */
function readUnits(auxv: Buffer): Omit<Machine, 'boot'> {
  const units = { tick: 100, page: 4096 };
  // Electron and Node exist for 64-bit Linux, and for 32-bit ARM, which has the sizes above.
  for (let at = 0; process.arch !== 'arm' && at + 16 <= auxv.length; at += 16) {
    const key = auxv.readBigUInt64LE(at);
    if (key === 6n) units.page = Number(auxv.readBigUInt64LE(at + 8));
    if (key === 17n) units.tick = Number(auxv.readBigUInt64LE(at + 8));
  }
  return units;
}

/** ENOENT and ESRCH: the process is gone. EACCES and EPERM: it is another user's. */
const NOT_TO_BE_READ = new Set(['ENOENT', 'ESRCH', 'EACCES', 'EPERM']);

async function orNothing<T>(reading: Promise<T>): Promise<T | undefined> {
  return reading.catch((error: NodeJS.ErrnoException) => {
    if (NOT_TO_BE_READ.has(error.code ?? '')) return undefined;
    throw error;
  });
}

function orGone(read: () => string): string | undefined {
  try {
    return read();
  } catch (error) {
    const { code, status } = error as NodeJS.ErrnoException & { status?: number };
    if (NOT_TO_BE_READ.has(code ?? '') || status === 1) return undefined;
    throw error;
  }
}
