import { setTimeout as delay } from 'node:timers/promises';
import { readProcessTable, readStartTime } from './process-table';

/** Milliseconds between two looks at whether a process has ended. */
const LOOK_MS = 100;

/** A process, named for good. */
export interface NamedProcess {
  pid: number;
  /** As `readStartTime` says it. */
  startTime: string;
}

export function lives({ pid, startTime }: NamedProcess): boolean {
  return readStartTime(pid) === startTime;
}

/** Signals one process, unless its number means another one by now. */
export function signalProcess(target: NamedProcess, name: 'SIGTERM' | 'SIGKILL'): void {
  if (!lives(target)) return;
  try {
    process.kill(target.pid, name);
  } catch (error) {
    // ESRCH: it has just gone. EPERM: it has changed its user; that one is not ours to end.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

/** Resolves when all are gone, or after `ms`. Nobody tells the end of a process that is not one's child: it is looked for. */
export async function goneWithin(targets: readonly NamedProcess[], ms: number): Promise<void> {
  const deadline = performance.now() + ms;
  const startTimes = new Map(targets.map(({ pid, startTime }) => [pid, startTime]));
  const someLive = async () =>
    (await readProcessTable()).some(({ pid, startTime }) => startTimes.get(pid) === startTime);
  while ((await someLive()) && performance.now() < deadline) await delay(LOOK_MS);
}
