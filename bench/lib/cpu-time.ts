import { readFileSync } from 'node:fs';

/** Clock ticks per second in /proc, which Linux fixes at 100 for programs. */
const TICKS = 100;

/** What work cost: milliseconds on the clock and, where the system tells (Linux), CPU of this process and its children. */
export interface Cost {
  wall: number;
  cpu: number;
}

/** Runs `work` and returns what it cost. Children count once they have ended. */
export async function costOf(work: () => unknown): Promise<Cost> {
  const cpu = cpuTime();
  const started = performance.now();
  await work();
  return { wall: performance.now() - started, cpu: cpuTime() - cpu };
}

function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000 + childrenTime();
}

function childrenTime(): number {
  if (process.platform !== 'linux') return 0;
  const stat = readFileSync('/proc/self/stat', 'latin1');
  // The program's name comes before them in brackets and may hold blanks; then state is field 3, cutime 16.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[13]) + Number(fields[14])) / TICKS) * 1000;
}
