import { readdirSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { storeBlobs } from '../../../src/main/git/decisions/store-blobs';
import { gitSandbox } from './git-sandbox';

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const writeFile: typeof real.writeFile = (file, ...rest) =>
    String(file).includes('coppice-texts-')
      ? Promise.reject(Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }))
      : real.writeFile(file, ...rest);
  return { ...real, writeFile };
});

it('texts of several files that do not fit on the disk are told as those of one are', async () => {
  const sandbox = gitSandbox();
  sandbox.write('a.txt', 'one\n');
  sandbox.commitAll('base');
  vi.stubEnv('TMPDIR', sandbox.home);
  const texts = ['one\n', 'two\n'].map((text) => Buffer.from(text));
  // One alone is for git to write, which says so itself.
  await expect(storeBlobs(sandbox.repository, texts)).rejects.toMatchObject({ code: 'git.failed' });
  expect(readdirSync(sandbox.home).filter((name) => name.startsWith('coppice-texts-'))).toEqual([]);
});
