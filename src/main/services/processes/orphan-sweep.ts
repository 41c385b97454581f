import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../log';
import { goneWithin, lives, signalProcess } from '../platform/end-processes';
import type { ProcessRow } from '../platform/process-row';
import { canReadProcesses, readEnvironment, readProcessTable } from '../platform/process-table';
import { type NotedRun, OWNER_VARIABLE, readRun } from './process-registry';
import { belowPid } from './process-tree';

/** Milliseconds a process has to end after SIGTERM. */
const GRACE_MS = 2000;
/** How often SIGKILL is tried on what keeps starting more of itself. */
const ROUNDS = 5;

export interface OrphanSweepOptions {
  /** The folder of the run files, as given to ProcessRegistry. */
  folder: string;
  /** Our own run, which is left alone. */
  owner: string;
  log: Log;
  graceMs?: number;
}

/**
 * Ends what runs of Coppice that are gone have left running, and resolves to how many processes that were.
 * Only a process that is surely theirs is touched: see `belongings`. Runs that live are left alone.
 */
export async function sweepOrphans(options: OrphanSweepOptions): Promise<number> {
  if (!canReadProcesses) return 0;
  const { folder, owner, log, graceMs = GRACE_MS } = options;
  const files = (await readdir(folder)).filter(
    (name) => name.endsWith('.jsonl') && name !== `${owner}.jsonl`,
  );
  let ended = 0;
  for (const name of files) {
    const file = join(folder, name);
    const run = readRun(file);
    if (!run) log.warn('a file about an earlier run says nothing', { name });
    if (run && lives(run.main)) continue;
    const { found, left } = run ? await endRun(run, log, graceMs) : { found: 0, left: 0 };
    ended += found - left;
    // What could not be ended is tried again at the next start.
    if (left === 0) await rm(file, { force: true });
  }
  return ended;
}

/** Ends every process that belongs to a run; resolves to how many were found, and how many could not be ended. */
export async function endRun(
  run: NotedRun,
  log: Log,
  graceMs = GRACE_MS,
): Promise<{ found: number; left: number }> {
  if (!canReadProcesses) return { found: 0, left: 0 };
  const found = new Map<number, string>();
  for (let round = 0; round <= ROUNDS; round++) {
    const orphans = await belongings(run, found);
    if (orphans.length === 0) return { found: found.size, left: 0 };
    for (const { pid, startTime } of orphans) found.set(pid, startTime);
    for (const orphan of orphans) signalProcess(orphan, round === 0 ? 'SIGTERM' : 'SIGKILL');
    await goneWithin(orphans, graceMs);
  }
  const left = (await belongings(run, found)).map(({ pid }) => pid);
  if (left.length > 0) log.error('processes could not be ended', { pids: left });
  return { found: found.size, left: left.length };
}

/**
 * The living processes of our own user that are surely the run's: those with its marker in their environment,
 * the leaders it noted (same number, same start, and the marker where it can be read), those in `known`, and
 * who is in a noted group together with one of these. A number that was given out again matches none.
 */
async function belongings(run: NotedRun, known: ReadonlyMap<number, string>): Promise<ProcessRow[]> {
  const uid = process.getuid?.();
  const all = await readProcessTable();
  // A Coppice started by a run's own agent carries that run's marker down to its window.
  const spared = run.main.pid === process.pid ? new Set<number>() : belowPid(all, process.pid);
  const rows = all.filter(({ pid, uid: of }) => of === uid && pid !== process.pid && !spared.has(pid));
  const noted = new Map(run.leaders.map(({ pid, startTime }) => [pid, startTime]));
  const isOurs = async (row: ProcessRow) => {
    const environment = await readEnvironment(row.pid);
    const marked = environment?.includes(`${OWNER_VARIABLE}=${run.owner}`) ?? false;
    const isLeader = noted.get(row.pid) === row.startTime && (marked || environment === undefined);
    return marked || isLeader || known.get(row.pid) === row.startTime;
  };
  const answers = await Promise.all(rows.map(isOurs));
  const ours = rows.filter((_row, index) => answers[index]);
  // While one of its members lives, a group's number is given to nobody else.
  const groups = new Set(ours.map(({ group }) => group).filter((group) => noted.has(group)));
  return rows.filter((row) => ours.includes(row) || groups.has(row.group));
}
