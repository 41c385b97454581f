import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks per second in /proc, which Linux fixes at 100 for programs. */
const TICKS = 100;

/** CPU milliseconds of the app, each in steps of 10 for a process: 0 where the system does not tell (not Linux). */
export interface AppCpu {
  main: number;
  /** The window's page. */
  page: number;
  /** Git, what starts it, and the watch of worktrees. */
  git: number;
  /** Chromium's other processes; without a graphics card they draw with the processor. */
  drawing: number;
}

/** What the app with this main process has used so far, ended children included. */
export function appCpu(pid: number): AppCpu {
  const used: AppCpu = { main: 0, page: 0, git: 0, drawing: 0 };
  if (process.platform !== 'linux') return used;
  const stats = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? readStat(Number(name)) : []));
  const byPid = new Map(stats.map((stat) => [stat.pid, stat]));
  for (const stat of stats) {
    let above: Stat | undefined = stat;
    while (above && above.pid !== pid) above = byPid.get(above.parent);
    if (above) used[kindOf(stat, pid)] += stat.ms;
  }
  return used;
}

export function cpuSince(before: AppCpu, now: AppCpu): AppCpu {
  const { main, page, git, drawing } = now;
  return {
    main: main - before.main,
    page: page - before.page,
    git: git - before.git,
    drawing: drawing - before.drawing,
  };
}

/** All of it, without drawing: that is the graphics card's work elsewhere. */
export function undrawn({ main, page, git }: AppCpu): number {
  return main + page + git;
}

interface Stat {
  pid: number;
  parent: number;
  /** Of itself and of the children it has waited for. */
  ms: number;
}

function kindOf({ pid }: Stat, main: number): keyof AppCpu {
  if (pid === main) return 'main';
  const type = /--type=([\w-]+)/.exec(readText(`/proc/${pid}/cmdline`) ?? '')?.[1];
  if (type === 'renderer') return 'page';
  return type === undefined ? 'git' : 'drawing';
}

function readStat(pid: number): Stat[] {
  const text = readText(`/proc/${pid}/stat`);
  if (text === undefined) return [];
  // The program's name comes before them in brackets and may hold blanks; then state is field 3, utime 14.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const times = fields.slice(11, 15).reduce((total, field) => total + Number(field), 0);
  return [{ pid, parent: Number(fields[1]), ms: (times / TICKS) * 1000 }];
}

/** Undefined when the process has ended since its folder was listed. */
function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return undefined;
  }
}
