import { sep } from 'node:path';
import type { AgentId, SessionId } from '../../../shared/domain/ids';
import type { ProcessInfo, ProcessReport, ProcessTree } from '../../../shared/domain/process';
import type { Session } from '../../../shared/domain/session';
import type { AgentPool } from '../agent-pool';
import type { ProcessRow } from '../platform/process-row';
import { canReadProcesses, readCommand, readProcessTable } from '../platform/process-table';
import type { LivingGroup } from './process-registry';

/** Characters of a command line that are shown. */
const COMMAND_SHOWN = 300;

/** A program Coppice started: an agent, or something run for one. */
export interface ProcessRoot {
  pid: number;
  agent: AgentId | null;
  sessionId: SessionId | null;
}

/** The programs that live: agents of the pool, and what else was started, in a session's worktree or outside. */
export function processRoots(
  pool: Pick<AgentPool, 'list'>,
  groups: readonly LivingGroup[],
  sessions: readonly Pick<Session, 'id' | 'worktree'>[],
): ProcessRoot[] {
  const agents = new Map(pool.list().map((member) => [member.backend.pid, member]));
  const isIn = (cwd: string, folder = '\0') => cwd === folder || cwd.startsWith(folder + sep);
  return groups.map(({ pid, cwd }) => {
    const member = agents.get(pid);
    const session = sessions.find(({ worktree }) => isIn(cwd, worktree?.path));
    return {
      pid,
      agent: member?.backend.agent.id ?? null,
      sessionId: member?.sessionId ?? session?.id ?? null,
    };
  });
}

/** The pids below `pid` in the tree of processes, without it. */
export function belowPid(rows: readonly ProcessRow[], pid: number): Set<number> {
  const below = new Set<number>();
  for (const { row } of walk(rows, pid)) if (row.pid !== pid) below.add(row.pid);
  return below;
}

interface Placed {
  row: ProcessRow;
  depth: number;
}

/**
 * The process `pid` and what it started, parents before children; `stop` leaves out a process with all below it.
 * Members of its group whose parents are gone come last.
 */
function walk(rows: readonly ProcessRow[], pid: number, stop = (_pid: number) => false): Placed[] {
  const placed = new Map<number, Placed>();
  const add = (row: ProcessRow, depth: number) => {
    if (placed.has(row.pid) || (stop(row.pid) && row.pid !== pid)) return;
    placed.set(row.pid, { row, depth });
    for (const child of rows) if (child.parent === row.pid) add(child, depth + 1);
  };
  for (const row of rows) if (row.pid === pid) add(row, 0);
  for (const row of rows) if (row.group === pid) add(row, 1);
  return [...placed.values()];
}

/** Looks at Coppice's processes when asked, and remembers only the last look, for the CPU used since. */
export class ProcessMonitor {
  #last: { at: number; cpuMs: Map<string, number> } | undefined;
  readonly #read: () => Promise<ProcessRow[]>;
  readonly #now: () => number;

  constructor(read = readProcessTable, now = () => performance.now()) {
    this.#read = read;
    this.#now = now;
  }

  /** What runs now below each of `roots` and below this process `self`, whose children the roots are. */
  async report(roots: readonly ProcessRoot[], self = process.pid): Promise<ProcessReport> {
    if (!canReadProcesses) return { readable: false, own: [], sessions: [], others: [] };
    const rows = await this.#read();
    const cpu = this.#cpuSince(rows);
    const isRoot = new Set(roots.map(({ pid }) => pid));
    const tree = (pid: number) =>
      describe(
        walk(rows, pid, (other) => isRoot.has(other)),
        cpu,
      );
    const sessions = new Map<SessionId, ProcessTree[]>();
    const others: ProcessTree[] = [];
    for (const { pid, agent, sessionId } of roots) {
      const processes = await tree(pid);
      // It ended a moment ago.
      if (processes.length === 0) continue;
      const trees = sessionId === null ? others : (sessions.get(sessionId) ?? []);
      trees.push({ agent, processes });
      if (sessionId !== null) sessions.set(sessionId, trees);
    }
    return {
      readable: true,
      own: await tree(self),
      sessions: [...sessions].map(([sessionId, trees]) => ({ sessionId, trees })),
      others,
    };
  }

  #cpuSince(rows: readonly ProcessRow[]): (row: ProcessRow) => number | null {
    const at = this.#now();
    const before = this.#last;
    this.#last = { at, cpuMs: new Map(rows.map((row) => [nameOf(row), row.cpuMs])) };
    return (row) => {
      const used = before?.cpuMs.get(nameOf(row));
      if (before === undefined || used === undefined || at <= before.at) return null;
      return (Math.max(row.cpuMs - used, 0) / (at - before.at)) * 100;
    };
  }
}

function nameOf({ pid, startTime }: ProcessRow): string {
  return `${pid} ${startTime}`;
}

function describe(
  placed: readonly Placed[],
  cpu: (row: ProcessRow) => number | null,
): Promise<ProcessInfo[]> {
  return Promise.all(
    placed.map(async ({ row, depth }) => ({
      pid: row.pid,
      depth,
      command: (await readCommand(row)).slice(0, COMMAND_SHOWN),
      cpu: cpu(row),
      memory: row.memory,
    })),
  );
}
