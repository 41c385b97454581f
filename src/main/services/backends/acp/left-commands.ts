import { goneWithin, lives, signalProcess } from '../../platform/end-processes';
import type { ProcessRow } from '../../platform/process-row';
import { readCommand, readProcessTable } from '../../platform/process-table';
import { belowPid } from '../../processes/process-tree';

/** Milliseconds a cancelled agent has to end its commands itself. */
const AGENTS_OWN_MS = 1000;
/** Milliseconds between SIGTERM and SIGKILL. */
const GRACE_MS = 1000;
/** Characters of a command line that are shown. */
const COMMAND_SHOWN = 300;
/** Clock ticks of Linux are 10 ms long. */
const TICK_MS = 10;

/**
 * Ends what a cancelled agent left running of its commands: the processes below `agentPid` that were started at
 * `since` (of `processClock`) or later and are there a moment after the turn has ended. What it started earlier, such
 * as language and tool servers, is left alone. Resolves to the command lines of the innermost ones: around them agents put
 * shells and sandboxes of their own.
 */
export async function endLeftCommands(agentPid: number, since: number): Promise<string[]> {
  const first = await startedSince(agentPid, since);
  if (first.length === 0) return [];
  await goneWithin(first, AGENTS_OWN_MS);
  const left = (await startedSince(agentPid, since)).filter(lives);
  const parents = new Set(left.map(({ parent }) => parent));
  const lines = await Promise.all(left.filter(({ pid }) => !parents.has(pid)).map(readCommand));
  for (const target of left) signalProcess(target, 'SIGTERM');
  await goneWithin(left, GRACE_MS);
  for (const target of left) signalProcess(target, 'SIGKILL');
  return lines.map((line) => line.slice(0, COMMAND_SHOWN));
}

async function startedSince(agentPid: number, since: number): Promise<ProcessRow[]> {
  const rows = await readProcessTable();
  const below = belowPid(rows, agentPid);
  const uid = process.getuid?.();
  return rows.filter(
    (row) => below.has(row.pid) && row.uid === uid && (row.startedAt ?? 0) >= since - TICK_MS,
  );
}
