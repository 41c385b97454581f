import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { builtinAgent } from '../../../src/main/services/agents/builtin-agent';
import { silentLog } from '../../../src/main/services/log';
import { noteGroupsIn } from '../../../src/main/services/platform/process-group';
import { ProcessRegistry } from '../../../src/main/services/processes/process-registry';
import { ProcessMonitor, processRoots } from '../../../src/main/services/processes/process-tree';
import { testHost } from '../../support/test-host';
import { makeRepository } from '../../support/test-repository';

it.skipIf(process.platform === 'win32')('lists an agent and its command under their session', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'coppice-report-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const registry = new ProcessRegistry({ folder: join(folder, 'runs'), log: silentLog });
  noteGroupsIn(registry);
  onTestFinished(() => noteGroupsIn(undefined));
  const { host, store, newSession, enqueue } = testHost(folder);
  const { id } = await newSession(makeRepository(join(folder, 'repository')), 'Sleep');
  enqueue(id, 'run sleep 1000');
  const request = await vi.waitFor(
    () => {
      const { events } = store.events.page(id, { limit: 100 });
      const asked = events.find((event) => event.kind === 'permission_request');
      if (!asked) throw new Error('not asked yet');
      return asked;
    },
    { timeout: 20_000 },
  );
  const allow = request.options.find(({ kind }) => kind === 'allow_once');
  host.permissions.answer(id, request.requestId, allow?.optionId ?? '');

  const monitor = new ProcessMonitor();
  const look = () => monitor.report(processRoots(host.pool, registry.groups(), host.sessions.list()));
  // The shell that runs it names it too, for as long as it has not become it.
  const report = await vi.waitFor(
    async () => {
      const seen = await look();
      const running = seen.sessions.flatMap(({ trees }) => trees.flatMap(({ processes }) => processes));
      expect(running.map(({ command }) => command)).toContain('sleep 1000');
      return seen;
    },
    { timeout: 20_000 },
  );
  expect(report.readable).toBe(true);
  expect(report.sessions.map(({ sessionId }) => sessionId)).toEqual([id]);
  const [tree] = report.sessions[0]?.trees ?? [];
  expect(tree?.agent).toBe(builtinAgent);
  expect(tree?.processes[0]?.pid).toBe(host.pool.get(id, builtinAgent)?.pid);
  const sleep = tree?.processes.find(({ command }) => command === 'sleep 1000');
  expect(sleep?.depth).toBeGreaterThan(0);
  expect(sleep?.memory).toBeGreaterThan(0);
  const pids = tree?.processes.map(({ pid }) => pid) ?? [];
  expect(report.own[0]?.pid).toBe(process.pid);
  expect(report.own.filter(({ pid }) => pids.includes(pid))).toEqual([]);

  await host.pool.evictSession(id);
  expect((await look()).sessions).toEqual([]);
});
