import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { putAwaySession } from '../../../src/main/services/sessions/put-away-session';
import type { AgentId } from '../../../src/shared/domain/ids';
import { type TestHost, testHost } from '../../support/test-host';
import { makeRepository, runGitIn } from '../../support/test-repository';
import { temporaryFolder } from '../../support/test-store';

const silent = 'silent' as AgentId;

/** A host with an agent that never answers and does not go by itself; its process id is in `pidFile`. */
async function hostWithSilentAgent(folder: string): Promise<{ app: TestHost; pidFile: string }> {
  const data = join(folder, 'data');
  const pidFile = join(folder, 'pid');
  const script = join(folder, 'silent.mjs');
  mkdirSync(data);
  writeFileSync(
    script,
    `import { writeFileSync } from 'node:fs';
process.on('SIGTERM', () => {});
setInterval(() => {}, 1000);
writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));`,
  );
  const entry = { id: silent, name: 'Silent', backend: 'acp', command: process.execPath, args: [script] };
  writeFileSync(join(data, 'agents.json'), JSON.stringify({ agents: [entry] }));
  const app = testHost(data);
  await vi.waitFor(() => app.host.catalog.definition(silent), { timeout: 10_000, interval: 10 });
  return { app, pidFile };
}

function isAlive(pidFile: string): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', readFileSync(pidFile, 'utf8')], {
    encoding: 'utf8',
  });
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}

describe('putting a session away', () => {
  it.each(['archiving', 'quitting'])('ends an agent that is still starting when %s', async (how) => {
    const folder = temporaryFolder();
    const { app, pidFile } = await hostWithSilentAgent(folder);
    const { id } = await app.newSession(makeRepository(join(folder, 'sample')), 'Start');
    const turn = app.enqueue(id, 'hello', silent);
    await vi.waitFor(() => expect(existsSync(pidFile)).toBe(true), { timeout: 10_000, interval: 10 });
    if (how === 'archiving') await putAwaySession(app.host, id, 'archive');
    else await app.host.dispatcher.stop().then(() => app.host.pool.dispose());
    expect(isAlive(pidFile)).toBe(false);
    expect(app.host.agentSessions.view(id, silent).status).toBe('stopped');
    expect(app.store.turns.get(turn).state.status).toBe('ended');
  });

  it('takes no prompt meanwhile, so that nothing works where nobody sees it', async () => {
    const folder = temporaryFolder();
    const app = testHost(join(folder, 'data'));
    const { id } = await app.newSession(makeRepository(join(folder, 'sample')), 'Late');
    await app.prompt(id, 'help');
    const archived = putAwaySession(app.host, id, 'archive');
    expect(() => app.enqueue(id, 'slow 500')).toThrow('being archived');
    app.host.dispatcher.release(id);
    await archived;
    expect(app.host.pool.health().size).toBe(0);
    app.host.sessions.restore(id);
    const turn = await app.prompt(id, 'help');
    expect(app.store.turns.get(turn).state).toMatchObject({ stopReason: 'end_turn' });
  });

  it('does not wait for a worktree that is being made, and makes it when the session is restored', async () => {
    const folder = temporaryFolder();
    const app = testHost(join(folder, 'data'));
    const outcome = await app.host.repositories.open(makeRepository(join(folder, 'sample')), {});
    if (outcome.kind !== 'opened') throw new Error('not opened');
    const { id } = app.host.sessions.create(outcome.repository.id, 'Early');
    const turn = app.enqueue(id, 'help');
    await putAwaySession(app.host, id, 'archive');
    expect(app.store.turns.get(turn).state).toEqual({ status: 'ended', stopReason: 'cancelled' });
    expect(app.store.sessions.findWorktree(id)).toBeUndefined();
    app.host.sessions.restore(id);
    expect(existsSync((await app.host.sessions.worktree(id)).path)).toBe(true);
    expect(app.host.sessions.get(id).status).toEqual({ kind: 'idle' });
  });

  it('calls off a commit that hangs in a hook instead of waiting for it', async () => {
    const folder = temporaryFolder();
    const app = testHost(join(folder, 'data'));
    const repository = makeRepository(join(folder, 'sample'));
    const [asked, hook] = [join(folder, 'asked'), join(repository, '.git/hooks/pre-commit')];
    const { id, worktree } = await app.newSession(repository, 'Hung');
    writeFileSync(hook, `#!/bin/sh\ntouch '${asked}'\nexec sleep 1000\n`);
    chmodSync(hook, 0o755);
    await app.host.repositories.open(repository, { trust: true });
    await app.prompt(id, 'write kept.txt: yes');
    const { changes } = await app.host.changes.refresh(id);
    await app.host.decisions.accept(id, { changes });
    const before = runGitIn(worktree.path, 'rev-parse', 'HEAD');
    const committing = app.host.finish.commit(id, { message: 'Keep\n', hooks: true, sign: true });
    const refused = expect(committing).rejects.toMatchObject({ code: 'git.cancelled' });
    await vi.waitFor(() => expect(existsSync(asked)).toBe(true), { timeout: 10_000, interval: 10 });
    await putAwaySession(app.host, id, 'archive');
    await refused;
    expect(app.host.sessions.get(id).life.kind).toBe('archived');
    expect(runGitIn(worktree.path, 'rev-parse', 'HEAD')).toBe(before);
  }, 30_000);

  it('brings back a worktree whose folder was deleted, with what was pending', async () => {
    const folder = temporaryFolder();
    const app = testHost(join(folder, 'data'));
    const { id, worktree } = await app.newSession(makeRepository(join(folder, 'sample')), 'Gone');
    await app.prompt(id, 'write kept.txt: yes');
    rmSync(worktree.path, { recursive: true });
    await putAwaySession(app.host, id, 'archive');
    app.host.sessions.restore(id);
    await app.host.sessions.worktree(id);
    expect(readFileSync(join(worktree.path, 'kept.txt'), 'utf8')).toBe('yes\n');
    const set = await app.host.changes.refresh(id);
    expect(set.changes.map(({ path }) => path)).toEqual(['kept.txt']);
  });
});
