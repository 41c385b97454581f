import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { halfDone } from '../../../src/main/git/finish/half-done';
import { testHost } from '../../support/test-host';
import { makeRepository, runGitIn } from '../../support/test-repository';
import { temporaryFolder } from '../../support/test-store';

const noRoom = () =>
  Object.assign(new Error('ENOSPC: no space left on device, copyfile'), { code: 'ENOSPC' });

let isFull = false;
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const copyFile: typeof real.copyFile = (from, to, mode) =>
    isFull && String(to).includes('coppice.commit.index')
      ? Promise.reject(noRoom())
      : real.copyFile(from, to, mode);
  return { ...real, copyFile };
});

it('a commit for which the disk has no room says so, and is made once it has', async () => {
  const folder = temporaryFolder();
  const app = testHost(join(folder, 'data'));
  const { id, worktree } = await app.newSession(makeRepository(join(folder, 'sample')), 'Told');
  writeFileSync(join(worktree.path, 'new.txt'), 'hello\n');
  await app.host.decisions.accept(id, await app.host.changes.refresh(id));
  const commit = () => app.host.finish.commit(id, { message: 'Work\n', hooks: false, sign: false });
  isFull = true;
  await expect(commit()).rejects.toMatchObject({ code: 'git.failed', message: 'The disk is full.' });
  isFull = false;
  await commit();
  expect(runGitIn(worktree.path, 'log', '-1', '--format=%s').trim()).toBe('Work');
});

it('what was done by half as the disk had no room says what is done, and why not all is', () => {
  expect(halfDone('The commit was made', noRoom())).toMatchObject({
    code: 'git.failed',
    message: expect.stringMatching(/^The commit was made, but/),
    detail: expect.stringMatching(/The disk is full.*ENOSPC/s),
  });
});
