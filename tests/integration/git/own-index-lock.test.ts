import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { locateLinkedWorktree } from '../../../src/main/git/locate-worktree';
import { withOwnIndex } from '../../../src/main/git/own-index';
import { gitSandbox } from './git-sandbox';
import { SessionFixture } from './session-fixture';

let isFull = false;
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  // As the kernel has it: the file is made, and its first bytes find no room.
  const open: typeof real.open = async (file, ...rest) => {
    const handle = await real.open(file, ...rest);
    if (isFull && String(file).endsWith('index.lock')) {
      handle.writeFile = () =>
        Promise.reject(
          Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }),
        );
    }
    return handle;
  };
  return { ...real, open };
});

it('a lock of the index that did not fit on the disk is not left behind', async () => {
  const sandbox = gitSandbox();
  sandbox.write('a.txt', 'one\n');
  sandbox.commitAll('base');
  const fixture = await SessionFixture.open(sandbox);
  const location = await locateLinkedWorktree(fixture.root);
  const any = fixture.worktree.baseCommit;
  isFull = true;
  await expect(withOwnIndex(location, any, async () => [])).rejects.toMatchObject({
    code: 'git.failed',
    message: 'The disk is full.',
  });
  isFull = false;
  expect(existsSync(join(location.gitDir, 'index.lock'))).toBe(false);
  await withOwnIndex(location, any, async () => []);
});
