import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testHost } from '../../support/test-host';
import { makeRepository, runGitIn } from '../../support/test-repository';
import { temporaryFolder } from '../../support/test-store';

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"><script>alert(1)</script></svg>';

it('both sides of a changed image come as they were shown, and nothing else does', async () => {
  const folder = temporaryFolder();
  const repository = makeRepository(join(folder, 'sample'));
  const pixels = (byte: number) => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, byte]);
  writeFileSync(join(repository, 'gone.gif'), pixels(1));
  writeFileSync(join(repository, 'logo.PNG'), pixels(2));
  runGitIn(repository, 'add', '--all');
  runGitIn(repository, 'commit', '--quiet', '--message', 'Images');
  const { host, newSession } = testHost(join(folder, 'data'));
  const { id, worktree } = await newSession(repository, 'Images');
  rmSync(join(worktree.path, 'gone.gif'));
  writeFileSync(join(worktree.path, 'logo.PNG'), pixels(3));
  writeFileSync(join(worktree.path, 'new.svg'), svg);
  writeFileSync(join(worktree.path, 'huge.webp'), Buffer.alloc(5_000_001));
  writeFileSync(join(worktree.path, 'notes.txt'), 'no image');
  symlinkSync('/etc/hostname', join(worktree.path, 'link.png'));
  const { changes } = await host.changes.refresh(id);
  const image = async (path: string) => {
    const change = changes.find((candidate) => candidate.path === path);
    if (!change) throw new Error(`${path} is not pending`);
    return host.changedFiles.image(id, change);
  };
  const url = (type: string, bytes: Buffer) => `data:${type};base64,${bytes.toString('base64')}`;
  expect(await image('gone.gif')).toEqual({
    before: { bytes: 6, url: url('image/gif', pixels(1)) },
    after: null,
  });
  expect(await image('logo.PNG')).toEqual({
    before: { bytes: 6, url: url('image/png', pixels(2)) },
    after: { bytes: 6, url: url('image/png', pixels(3)) },
  });
  expect((await image('new.svg')).after?.url).toBe(url('image/svg+xml', Buffer.from(svg)));
  expect(await image('huge.webp')).toEqual({ before: null, after: { bytes: 5_000_001, url: null } });
  await expect(image('notes.txt')).rejects.toMatchObject({ code: 'input.invalid' });
  await expect(image('link.png')).rejects.toMatchObject({ code: 'input.invalid' });
});
