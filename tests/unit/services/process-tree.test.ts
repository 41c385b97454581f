import { describe, expect, it } from 'vitest';
import type { ProcessRow } from '../../../src/main/services/platform/process-row';
import { belowPid, ProcessMonitor } from '../../../src/main/services/processes/process-tree';
import { agentId, sessionId } from '../../../src/shared/domain/ids';

const AGENT = agentId.parse('claude');
const SESSION = sessionId.parse('s1');

// Numbers no process here has, so that names come from the rows.
const BASE = 2 ** 22;

function row(pid: number, parent: number, changes: Partial<ProcessRow> = {}): ProcessRow {
  return {
    pid: BASE + pid,
    parent: BASE + parent,
    group: BASE + pid,
    uid: 1000,
    startTime: `t${pid}`,
    cpuMs: 0,
    memory: pid * 1000,
    name: `p${pid}`,
    ...changes,
  };
}

const rows = [
  row(1, 0),
  row(2, 1),
  row(10, 1),
  row(11, 10),
  row(12, 11),
  row(13, 0, { group: BASE + 10 }),
  row(99, 0),
];

describe('the tree below a process', () => {
  it('holds everything it started, and not itself', () => {
    expect([...belowPid(rows, BASE + 10)].map((pid) => pid - BASE).sort()).toEqual([11, 12, 13]);
    expect(belowPid(rows, BASE + 7)).toEqual(new Set());
  });

  it('tells agents from Coppice itself, and strangers from both', async () => {
    const monitor = new ProcessMonitor(async () => rows);
    const roots = [
      { pid: BASE + 10, agent: AGENT, sessionId: SESSION },
      { pid: BASE + 50, agent: AGENT, sessionId: SESSION },
    ];
    const report = await monitor.report(roots, BASE + 1);
    expect(report.own.map(({ command, depth }) => [command, depth])).toEqual([
      ['p1', 0],
      ['p2', 1],
    ]);
    expect(report.sessions).toEqual([
      { sessionId: SESSION, trees: [expect.objectContaining({ agent: AGENT })] },
    ]);
    const shown = report.sessions[0]?.trees[0]?.processes.map(({ command, depth }) => [command, depth]);
    expect(shown).toEqual([
      ['p10', 0],
      ['p11', 1],
      ['p12', 2],
      ['p13', 1],
    ]);
  });

  it('knows the CPU used from the second look on, of the same process only', async () => {
    let now = 0;
    let table = [row(1, 0, { cpuMs: 500 }), row(2, 1, { cpuMs: 900 })];
    const monitor = new ProcessMonitor(
      async () => table,
      () => now,
    );
    const cpu = async () => (await monitor.report([], BASE + 1)).own.map((one) => one.cpu);
    expect(await cpu()).toEqual([null, null]);
    now = 2000;
    table = [row(1, 0, { cpuMs: 1500 }), row(2, 1, { cpuMs: 10, startTime: 'later' })];
    expect(await cpu()).toEqual([50, null]);
  });
});
