import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { type TestHost, testHost } from '../../support/test-host';
import { makeRepository, runGitIn } from '../../support/test-repository';
import { temporaryFolder } from '../../support/test-store';

/** A host whose database was lost after a session worked in a repository. */
async function afterLoss(options: { withoutWorktree?: boolean } = {}) {
  const folder = temporaryFolder();
  const repository = makeRepository(join(folder, 'sample'));
  const before = testHost(join(folder, 'data'));
  const { id, worktree } = await before.newSession(repository, 'Lost work');
  await before.prompt(id, 'write kept.txt: yes');
  await before.stop();
  if (options.withoutWorktree) rmSync(worktree.path, { recursive: true });
  for (const suffix of ['', '-wal', '-shm'])
    rmSync(join(folder, 'data', `coppice.db${suffix}`), { force: true });
  const app = testHost(join(folder, 'data'));
  const outcome = await app.host.repositories.open(repository, {});
  if (outcome.kind !== 'opened') throw new Error('not opened');
  return { app, repository, id, worktree, repositoryId: outcome.repository.id };
}

async function expectWork({ host }: TestHost, id: Parameters<TestHost['prompt']>[0]): Promise<void> {
  const { path } = await host.sessions.worktree(id);
  expect(readFileSync(join(path, 'kept.txt'), 'utf8')).toBe('yes\n');
  const set = await host.changes.refresh(id);
  expect(set.changes.map((change) => change.path)).toEqual(['kept.txt']);
}

it('lists what git keeps of lost sessions, and brings one back where it worked', async () => {
  const { app, id, worktree, repositoryId } = await afterLoss();
  const { path, branch } = worktree;
  const found = await app.host.unlisted.list();
  expect(found).toMatchObject([{ id, repositoryId, worktree: { path, branch } }]);
  await app.host.unlisted.adopt(repositoryId, id);
  expect(app.host.sessions.get(id).title).toBe('lost work');
  await expectWork(app, id);
  expect((await app.host.sessions.worktree(id)).path).toBe(path);
  expect(await app.host.unlisted.list()).toEqual([]);
  const turn = await app.prompt(id, 'help');
  expect(app.store.turns.get(turn).state).toMatchObject({ stopReason: 'end_turn' });
});

it('brings one back of which only checkpoints are left', async () => {
  const { app, id, repositoryId } = await afterLoss({ withoutWorktree: true });
  const [found] = await app.host.unlisted.list();
  expect(found).not.toHaveProperty('worktree');
  await app.host.unlisted.adopt(repositoryId, id);
  await expectWork(app, id);
  await vi.waitFor(async () => expect(await app.host.troubles.look(id)).toBeUndefined());
});

it('lets go of one for good', async () => {
  const { app, id, repositoryId, repository, worktree } = await afterLoss();
  await app.host.unlisted.remove(repositoryId, id);
  expect(existsSync(worktree.path)).toBe(false);
  expect(runGitIn(repository, 'for-each-ref', 'refs/coppice', 'refs/heads/coppice')).toBe('');
  expect(await app.host.unlisted.list()).toEqual([]);
  await expect(app.host.unlisted.adopt(repositoryId, id)).rejects.toMatchObject({ code: 'not-found' });
});

it('goes on when a repository cannot be looked at', async () => {
  const { app, repository } = await afterLoss();
  rmSync(join(repository, '.git'), { recursive: true });
  expect(await app.host.unlisted.list()).toEqual([]);
});
