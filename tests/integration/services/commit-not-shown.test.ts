import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { testHost } from '../../support/test-host';
import { makeRepository, runGitIn } from '../../support/test-repository';
import { temporaryFolder } from '../../support/test-store';

let isFull = false;
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const copyFile: typeof real.copyFile = (from, to, mode) =>
    isFull && String(to).includes('coppice.own.index')
      ? Promise.reject(
          Object.assign(new Error('ENOSPC: no space left on device, copyfile'), { code: 'ENOSPC' }),
        )
      : real.copyFile(from, to, mode);
  return { ...real, copyFile };
});

it('a commit that was made is told as made where the index cannot show it, and shown by the next look', async () => {
  const folder = temporaryFolder();
  const app = testHost(join(folder, 'data'));
  const { id, worktree } = await app.newSession(makeRepository(join(folder, 'sample')), 'Told');
  writeFileSync(join(worktree.path, 'new.txt'), 'hello\n');
  await app.host.decisions.accept(id, await app.host.changes.refresh(id));
  isFull = true;
  const told = await app.host.finish.commit(id, { message: 'Work\n', hooks: false, sign: false }).then(
    ({ commit }) => `committed ${commit}`,
    (error: Error) => error.message,
  );
  isFull = false;
  expect(runGitIn(worktree.path, 'log', '-1', '--format=%s').trim()).toBe('Work');
  expect(told).toBe(`committed ${runGitIn(worktree.path, 'rev-parse', 'HEAD').trim()}`);
  await app.host.changes.refresh(id);
  expect(runGitIn(worktree.path, 'status', '--porcelain')).toBe('');
  expect(app.store.unfinishedMoves.list(id)).toEqual([]);
});
