import { readdirSync, readFileSync } from 'node:fs';

/** A running process; with its start time, as the system gives numbers out again. */
export interface RunningProcess {
  pid: number;
  startTime: string;
  command: string;
}

interface Stat extends RunningProcess {
  parent: number;
  state: string;
}

/**
 * Every process that belongs to the run of Coppice with main process `pid` and data folder `home`: what
 * descends from it, and what carries the folder in its environment, wherever it hangs in the tree. Linux only.
 */
export function processesOf(pid: number, home: string): RunningProcess[] {
  const all = everyProcess();
  const mine = new Set([pid]);
  for (let before = 0; before !== mine.size; ) {
    before = mine.size;
    for (const one of all) if (mine.has(one.parent) || isAtHome(one.pid, home)) mine.add(one.pid);
  }
  return all
    .filter((one) => mine.has(one.pid))
    .map(({ pid, startTime, command }) => ({ pid, startTime, command }));
}

/** Every process with exactly this command line, wherever it hangs in the tree. Linux only. */
export function processesRunning(command: string): RunningProcess[] {
  return everyProcess()
    .filter((one) => one.command === command)
    .map(({ pid, startTime }) => ({ pid, startTime, command }));
}

/** Those of `processes` that still run; one that only waits to be reaped is gone. */
export function stillRunning(processes: readonly RunningProcess[]): RunningProcess[] {
  return processes.filter(({ pid, startTime }) => {
    const now = readStat(pid);
    return now?.startTime === startTime && now.state !== 'Z' && now.state !== 'X';
  });
}

function everyProcess(): Stat[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readStat(Number(name)) ?? []);
}

function isAtHome(pid: number, home: string): boolean {
  return read(`/proc/${pid}/environ`)?.split('\0').includes(`COPPICE_HOME=${home}`) ?? false;
}

/** /proc/<pid>/stat: the command in parentheses may hold anything, the fields after it may not. */
function readStat(pid: number): Stat | undefined {
  const text = read(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state = '', parent = ''] = fields;
  const command = read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim() ?? '';
  return { pid, startTime: fields[19] ?? '', command, parent: Number(parent), state };
}

/** A file of /proc, or undefined when its process has gone meanwhile. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES') return undefined;
    throw error;
  }
}
