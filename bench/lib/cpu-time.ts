import { readFileSync } from 'node:fs';

/** Clock ticks per second in /proc, which Linux fixes at 100 for programs. */
const TICKS = 100;

/** What work cost: milliseconds on the clock and, where the system tells (Linux), CPU of this process and its children. */
export interface Cost {
  wall: number;
  cpu: number;
}

let helper: { readonly pid: number | undefined } | undefined;

/** Counts a helper process and what it started as well. */
export function countAlso(process: { readonly pid: number | undefined }): void {
  helper = process;
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
  const [, childrenOfOurs] = timesOf('self');
  const [own, children] = helper?.pid === undefined ? [0, 0] : timesOf(String(helper.pid));
  return (user + system) / 1000 + childrenOfOurs + own + children;
}

/** Milliseconds of a process itself and of its ended children. */
function timesOf(pid: string): [own: number, children: number] {
  if (process.platform !== 'linux') return [0, 0];
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The program's name comes before them in brackets and may hold blanks; then state is field 3, utime 14.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const sum = (first: number) => ((Number(fields[first]) + Number(fields[first + 1])) / TICKS) * 1000;
  return [sum(11), sum(13)];
}
