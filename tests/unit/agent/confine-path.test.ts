import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { confinePath, refuseGitInternals } from '../../../src/agent/confine-path';

let base: string;
let root: string;

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'confine-')));
  root = join(base, 'root');
  await mkdir(join(root, 'dir'), { recursive: true });
  await mkdir(join(base, 'root-sibling'));
  await writeFile(join(root, 'dir/a.md'), 'a');
  await symlink(base, join(root, 'up'));
  await symlink('dir', join(root, 'inner'));
  await symlink(join(base, 'nowhere'), join(root, 'dangling'));
  await symlink('loop', join(root, 'loop'));
});
afterEach(() => rm(base, { recursive: true, force: true }));

describe('confinePath', () => {
  it.each([
    ['.', '.'],
    ['dir/a.md', 'dir/a.md'],
    ['dir/../dir/./a.md', 'dir/a.md'],
    ['new/deep/file.md', 'new/deep/file.md'],
    ['inner/a.md', 'inner/a.md'],
    ['..name', '..name'],
  ])('allows %s', async (path, relative) => {
    expect(await confinePath(root, path)).toEqual({ relative, absolute: join(root, relative) });
  });

  it.each([
    ['..', 'outside'],
    ['../root-sibling/x', 'outside'],
    ['/etc/passwd', 'outside'],
    ['up', 'outside'],
    ['up/new/file', 'outside'],
    ['dangling', 'leads nowhere'],
    ['loop', 'leads to itself'],
    ['dir/a.md/b', 'is a file, not a folder'],
    ['a\0b', 'NUL'],
  ])('refuses %j', async (path, sentence) => {
    await expect(confinePath(root, path)).rejects.toThrow(sentence);
  });

  it('names a link itself when asked to, but never one beyond a link', async () => {
    expect((await confinePath(root, 'up', { keepLeafLink: true })).relative).toBe('up');
    await expect(confinePath(root, 'up/x', { keepLeafLink: true })).rejects.toThrow('outside');
  });

  it('knows the root by both of its names', async () => {
    await symlink(root, join(base, 'alias'));
    const alias = join(base, 'alias');
    const expected = { relative: 'dir/a.md', absolute: join(alias, 'dir/a.md') };
    expect(await confinePath(alias, join(root, 'dir/a.md'))).toEqual(expected);
  });

  it('keeps out of git in any case', async () => {
    expect(() => refuseGitInternals({ absolute: '', relative: 'sub/.GIT/config' })).toThrow('belongs to git');
    expect(() => refuseGitInternals({ absolute: '', relative: '.gitignore' })).not.toThrow();
  });
});
