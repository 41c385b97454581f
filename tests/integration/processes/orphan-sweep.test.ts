import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../../src/main/services/log';
import { noteGroupsIn, spawnGroup } from '../../../src/main/services/platform/process-group';
import { readEnvironment, readStartTime } from '../../../src/main/services/platform/process-table';
import { endRun, sweepOrphans } from '../../../src/main/services/processes/orphan-sweep';
import { ProcessRegistry, readRun } from '../../../src/main/services/processes/process-registry';

let folder: string;
let mine: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'coppice-runs-'));
  mine = [];
});

afterEach(async () => {
  noteGroupsIn(undefined);
  await Promise.all(mine.map(kill));
  await sweep();
  rmSync(folder, { recursive: true, force: true });
});

/** A host of its own with two agents: [agent, unmarked member of its group, agent, process that left it]. */
async function startHost() {
  const agent = join(import.meta.dirname, 'stubborn-agent.mjs');
  const host = spawn(process.execPath, [process.env.COPPICE_DOOMED_HOST ?? '', folder, agent], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  mine.push(host);
  const [said] = (await once(host.stdout, 'data')) as [Buffer];
  const { owner, pids } = JSON.parse(said.toString()) as { owner: string; pids: number[] };
  return { host, owner, pids, starts: pids.map(readStartTime) };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

function idleProcess(env = process.env): ChildProcess & { pid: number } {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 60_000)'], { env, detached: true });
  mine.push(child);
  return child as ChildProcess & { pid: number };
}

const sweep = () => sweepOrphans({ folder, owner: 'another-run', log: silentLog, graceMs: 500 });

/** A file of a run that is gone, about these leaders. */
function noteDeadRun(owner: string, leaders: { pid: number; startTime: string | undefined }[]): void {
  const main = { pid: 2 ** 22 + 1, startTime: 'gone' };
  const lines = [main, ...leaders].map((note) => JSON.stringify(note));
  writeFileSync(join(folder, `${owner}.jsonl`), `${lines.join('\n')}\n`);
}

describe.skipIf(process.platform !== 'linux')('after the main process was killed', () => {
  it('ends agents that ignore SIGTERM, their group, and what left it', async () => {
    const { host, pids, starts } = await startHost();
    expect(starts.every((start) => start !== undefined)).toBe(true);
    await kill(host);
    expect(pids.map(readStartTime)).toEqual(starts);

    expect(await sweep()).toBe(4);
    expect(pids.map(readStartTime)).toEqual([undefined, undefined, undefined, undefined]);
    expect(readdirSync(folder)).toEqual([]);
    expect(await sweep()).toBe(0);
  });

  it('finds what is left when the agents themselves are gone already', async () => {
    const { host, pids } = await startHost();
    await kill(host);
    const agent = pids[2] as number;
    process.kill(agent, 'SIGKILL');
    await vi.waitFor(() => expect(readStartTime(agent)).toBeUndefined(), { timeout: 10_000 });
    expect(await sweep()).toBe(3);
    expect(pids.map(readStartTime)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('leaves the processes of another instance alone while that one lives', async () => {
    const living = await startHost();
    const dead = await startHost();
    await kill(dead.host);
    await sweep();
    expect(dead.pids.map(readStartTime)).toEqual([undefined, undefined, undefined, undefined]);
    expect(living.pids.map(readStartTime)).toEqual(living.starts);
    expect(readdirSync(folder)).toEqual([`${living.owner}.jsonl`]);
    await kill(living.host);
    await sweep();
  });
});

describe.skipIf(process.platform !== 'linux')('a number that was given out again', () => {
  it('is left alone when it started at another time', async () => {
    const stranger = idleProcess();
    noteDeadRun('run-a', [{ pid: stranger.pid, startTime: 'some-boot/1' }]);
    expect(await sweep()).toBe(0);
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
    expect(readStartTime(stranger.pid)).toBeDefined();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is left alone without the marker, even where the start time agrees', async () => {
    const stranger = idleProcess();
    noteDeadRun('run-a', [{ pid: stranger.pid, startTime: readStartTime(stranger.pid) }]);
    expect(await sweep()).toBe(0);
    expect(readStartTime(stranger.pid)).toBeDefined();
  });

  it('is left alone with the marker of another run', async () => {
    const stranger = idleProcess({ ...process.env, COPPICE_OWNER: 'run-b' });
    noteDeadRun('run-a', [{ pid: stranger.pid, startTime: readStartTime(stranger.pid) }]);
    expect(await sweep()).toBe(0);
    expect(readStartTime(stranger.pid)).toBeDefined();
  });
});

describe('the file of a run', () => {
  it('names a group from before its first word until its end', async () => {
    const registry = new ProcessRegistry({ folder, log: silentLog });
    noteGroupsIn(registry);
    const file = join(folder, `${registry.owner}.jsonl`);
    const group = await spawnGroup(process.execPath, ['-e', 'process.stdin.resume()'], {
      cwd: tmpdir(),
      env: process.env,
    });
    const startTime = readStartTime(group.pid);
    expect(readRun(file)?.leaders).toEqual([{ pid: group.pid, startTime }]);
    expect(registry.noted()).toEqual(readRun(file));
    if (process.platform === 'linux') {
      expect(await readEnvironment(group.pid)).toContain(`COPPICE_OWNER=${registry.owner}`);
    }
    group.child.stdin.end();
    await group.exited;
    expect(readRun(file)?.leaders).toEqual([]);
    expect(registry.groups()).toEqual([]);
    registry.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('starts nothing before earlier runs are cleared away', async () => {
    let open = () => {};
    const ready = new Promise<void>((resolve) => {
      open = resolve;
    });
    const registry = new ProcessRegistry({ folder, log: silentLog });
    registry.holdUntil(ready);
    noteGroupsIn(registry);
    const starting = spawnGroup(process.execPath, ['-e', ''], { cwd: tmpdir(), env: process.env });
    await new Promise(setImmediate);
    expect(registry.groups()).toEqual([]);
    open();
    const group = await starting;
    await group.exited;
    registry.close();
  });

  it('is done without, and said so, where it cannot be written', async () => {
    const errors: string[] = [];
    writeFileSync(join(folder, 'runs'), 'not a folder');
    const registry = new ProcessRegistry({
      folder: join(folder, 'runs'),
      log: { ...silentLog, error: (message) => errors.push(message) },
    });
    noteGroupsIn(registry);
    registry.holdUntil(sweepOrphans({ folder: join(folder, 'runs'), owner: registry.owner, log: silentLog }));
    const group = await spawnGroup(process.execPath, ['-e', ''], { cwd: tmpdir(), env: process.env });
    expect(await group.exited).toEqual({ code: 0, signal: null });
    expect(errors).toEqual(['processes are not noted in this run', 'earlier runs were not cleared away']);
    registry.close();
  });

  it('is read up to a line cut short, and removed when it says nothing', async () => {
    noteDeadRun('run-a', [{ pid: 4, startTime: 'x' }]);
    appendFileSync(join(folder, 'run-a.jsonl'), '{"pid": 5, "startTi');
    expect(readRun(join(folder, 'run-a.jsonl'))?.leaders).toEqual([{ pid: 4, startTime: 'x' }]);
    writeFileSync(join(folder, 'run-b.jsonl'), 'garbage');
    await sweep();
    expect(readdirSync(folder)).toEqual([]);
  });
});

it.skipIf(process.platform !== 'linux')('ends at a quit what left its group during the run', async () => {
  const registry = new ProcessRegistry({ folder, log: silentLog });
  noteGroupsIn(registry);
  const program = `
    const { spawn } = require('node:child_process');
    const left = spawn(process.execPath, ['-e', 'setInterval(() => {}, 60_000)'], { detached: true, stdio: 'ignore' });
    console.log(left.pid);`;
  const group = await spawnGroup(process.execPath, ['-e', program], { cwd: tmpdir(), env: process.env });
  const [said] = (await once(group.child.stdout, 'data')) as [Buffer];
  group.kill('SIGKILL');
  await group.exited;
  expect(readStartTime(Number(said.toString()))).toBeDefined();
  expect(readFileSync(join(folder, `${registry.owner}.jsonl`), 'utf8')).toContain('ended');
  expect(await endRun(registry.noted(), silentLog, 500)).toEqual({ found: 1, left: 0 });
  expect(readStartTime(Number(said.toString()))).toBeUndefined();
  registry.close();
});
