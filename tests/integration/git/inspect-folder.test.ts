import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IsoReader } from '../../../src/main/git/reader/iso-reader';
import { type GitSandbox, gitSandbox, makeExecutable, snapshot } from './git-sandbox';

let reader: IsoReader;
beforeAll(() => {
  // Built by the set-up of the integration tests, as the app's build would.
  reader = new IsoReader({ workerFile: process.env.COPPICE_ISO_WORKER ?? '' });
});
afterAll(() => reader.close());

function withCommit(options: { name?: string } = {}): GitSandbox {
  const sandbox = gitSandbox(options);
  sandbox.write('a.txt', 'a\n');
  sandbox.write('sub/dir/b.txt', 'b\n');
  sandbox.commitAll('base');
  return sandbox;
}

describe('inspecting a folder', () => {
  it.each(['plain', 'with space and ünïcode ✓'])('finds the root from a subfolder of %s', async (name) => {
    const { repository, git } = withCommit({ name });
    const head = { kind: 'branch', branch: 'main', commit: git(['rev-parse', 'HEAD']) };
    const expected = { kind: 'repository', root: repository, head, executes: [] };
    expect(await reader.inspectFolder(join(repository, 'sub/dir'))).toEqual(expected);
    git(['gc', '--quiet']);
    expect(await reader.inspectFolder(repository)).toEqual(expected);
    expect(await reader.inspectFolder(join(repository, '.git'))).toEqual(expected);
  });

  it('tells apart what is no repository', async () => {
    const { home, repository } = withCommit();
    expect(await reader.inspectFolder(home)).toEqual({ kind: 'not-a-repository', path: home });
    const gone = join(home, 'gone');
    expect(await reader.inspectFolder(gone)).toEqual({ kind: 'missing', path: gone });
    const file = join(repository, 'a.txt');
    expect(await reader.inspectFolder(file)).toEqual({ kind: 'not-a-folder', path: file });
    const loop = join(home, 'loop');
    symlinkSync(loop, loop);
    expect(await reader.inspectFolder(loop)).toEqual({ kind: 'missing', path: loop });
  });

  it('knows bare repositories, with and without the .git name', async () => {
    const { home, repository, git } = withCommit();
    const bare = join(home, 'bare.git');
    git(['clone', '-q', '--bare', repository, bare]);
    expect(await reader.inspectFolder(join(bare, 'refs'))).toEqual({ kind: 'bare', path: bare });
    git(['config', 'core.bare', 'true']);
    expect(await reader.inspectFolder(repository)).toEqual({ kind: 'bare', path: repository });
  });

  it('knows unborn and detached HEADs', async () => {
    const empty = gitSandbox({ name: 'empty' });
    expect(await reader.inspectFolder(empty.repository)).toMatchObject({
      head: { kind: 'unborn', branch: 'main' },
    });
    const { repository, git } = withCommit();
    git(['checkout', '-q', '--detach']);
    const commit = git(['rev-parse', 'HEAD']);
    expect(await reader.inspectFolder(repository)).toMatchObject({ head: { kind: 'detached', commit } });
  });

  it('reads a linked worktree through its common folder and names its repository', async () => {
    const { home, repository, git } = withCommit();
    const linked = join(home, 'linked');
    git(['worktree', 'add', '-q', '-b', 'side', linked]);
    expect(await reader.inspectFolder(linked)).toMatchObject({
      kind: 'repository',
      root: linked,
      linkedFrom: repository,
      head: { kind: 'branch', branch: 'side' },
    });
    cpSync(linked, join(home, 'copy'), { recursive: true });
    expect(await reader.inspectFolder(join(home, 'copy'))).toMatchObject({
      kind: 'broken',
      reason: `It is a copy of the worktree ${linked} and shares its state.`,
    });
    rmSync(repository, { recursive: true });
    expect(await reader.inspectFolder(linked)).toMatchObject({ kind: 'broken' });
  });

  it('says what is broken', async () => {
    const { repository, git } = withCommit();
    const commit = git(['rev-parse', 'HEAD']);
    const object = join(repository, '.git/objects', commit.slice(0, 2), commit.slice(2));
    const broken = (reason: string) => ({ kind: 'broken', path: repository, reason });
    const damage = `The commit it is at (${commit.slice(0, 10)}) is missing or damaged.`;
    cpSync(object, `${object}.kept`);
    rmSync(object);
    expect(await reader.inspectFolder(repository)).toEqual(broken(damage));
    writeFileSync(object, 'not zlib');
    expect(await reader.inspectFolder(repository)).toEqual(broken(damage));
    writeFileSync(join(repository, '.git/refs/heads/main'), 'garbage');
    expect(await reader.inspectFolder(repository)).toEqual(broken('Its branch main is damaged.'));
    truncateSync(join(repository, '.git/HEAD'));
    expect(await reader.inspectFolder(repository)).toEqual(broken('Its HEAD is empty.'));
    rmSync(join(repository, '.git/HEAD'));
    expect(await reader.inspectFolder(repository)).toEqual(broken('Its .git folder lacks HEAD.'));
    rmSync(join(repository, '.git'), { recursive: true });
    writeFileSync(join(repository, '.git'), 'gitdir: /nowhere/at/all\n');
    expect(await reader.inspectFolder(repository)).toEqual(
      broken('Its .git file points to /nowhere/at/all, which is not there.'),
    );
  });

  it('lists what the repository would make git run, and runs none of it', async () => {
    const sandbox = withCommit();
    const { repository, home } = sandbox;
    const evil = join(home, 'evil.sh');
    const mark = join(home, 'executed');
    sandbox.write('../evil.sh', `#!/bin/sh\ntouch '${mark}'\ncat\n`);
    makeExecutable(evil);
    const config = `[core]\n\tfsmonitor = ${evil}\n\tsshCommand = "ssh -i \\"key\\"" ; note\n\thooksPath = \\\n../hooks\n[filter "lfs"]\n\tclean = ${evil} %f\n\trequired\n[filter.old]\nsmudge=x\n[diff "pdf"]\n\ttextconv = pdftotext\n[include]\n\tpath = ../../elsewhere\n[includeIf "gitdir:/x"]\n\tpath = y\n[credential "https://example.com"]\n\thelper = !sh\n[gpg "ssh"]\n\tprogram = sign\n[remote "o"]\n\turl = ext::sh -c evil\n[alias]\n\tst = status\n\tx = !evil\n`;
    writeFileSync(join(repository, '.git/config'), config, { flag: 'a' });
    sandbox.write('.git/hooks/pre-commit', '#!/bin/sh\n');
    makeExecutable(join(repository, '.git/hooks/pre-commit'));
    sandbox.write('.git/hooks/commit-msg', 'not executable');
    sandbox.write('.gitattributes', '* filter=lfs diff=pdf\n');
    const before = snapshot(repository, { git: true });
    const found = await reader.inspectFolder(repository);
    expect(found).toMatchObject({
      executes: [
        `core.fsmonitor = ${evil}`,
        'core.sshcommand = ssh -i "key"',
        'core.hookspath = ../hooks',
        `filter.lfs.clean = ${evil} %f`,
        'filter.old.smudge = x',
        'diff.pdf.textconv = pdftotext',
        'include.path = ../../elsewhere',
        'includeif.gitdir:/x.path = y',
        'credential.https://example.com.helper = !sh',
        'gpg.ssh.program = sign',
        'remote.o.url = ext::sh -c evil',
        'alias.x = !evil',
        'hook pre-commit',
      ],
    });
    expect(existsSync(mark)).toBe(false);
    expect(snapshot(repository, { git: true })).toEqual(before);
  });

  it('survives a configuration of absurd size or that is a pipe, and a HEAD that leads outside or is a folder', async () => {
    const { repository } = withCommit();
    writeFileSync(join(repository, '.git/config'), `[filter "x"]\n${'\tclean = evil\n'.repeat(200_000)}`);
    const huge = await reader.inspectFolder(repository);
    expect(huge.kind === 'repository' && huge.executes.length).toBe(51);
    expect(huge).toMatchObject({
      executes: expect.arrayContaining(['a configuration too large to look through']),
    });
    writeFileSync(join(repository, '.git/HEAD'), 'ref: refs/heads/../../../../etc/passwd\n');
    expect(await reader.inspectFolder(repository)).toMatchObject({ kind: 'broken' });
    rmSync(join(repository, '.git/config'));
    execFileSync('mkfifo', [join(repository, '.git/config')]);
    writeFileSync(join(repository, '.git/HEAD'), 'ref: refs/heads/main\n');
    expect(await reader.inspectFolder(repository)).toMatchObject({ kind: 'repository', executes: [] });
    rmSync(join(repository, '.git/HEAD'));
    mkdirSync(join(repository, '.git/HEAD'));
    expect(await reader.inspectFolder(repository)).toMatchObject({ kind: 'broken' });
  });
});

describe('reading without git', () => {
  it('gives up on a worker that hangs or dies, and starts another', async () => {
    const { home } = gitSandbox();
    const workerFile = join(home, 'worker.mjs');
    writeFileSync(workerFile, 'setInterval(() => undefined, 1_000);');
    const hanging = new IsoReader({ workerFile, timeoutMs: 500 });
    expect(await hanging.inspectFolder(home)).toMatchObject({ kind: 'broken', path: home });
    const called = hanging.branches(home);
    await Promise.all([expect(called).rejects.toMatchObject({ code: 'git.broken' }), hanging.close()]);
    writeFileSync(workerFile, 'process.exit(3);');
    await expect(hanging.branches(home)).rejects.toMatchObject({ code: 'git.broken' });
    await hanging.close();
  });

  it('lists branches, history, trees and blobs of a linked worktree while PATH has no git', async () => {
    const sandbox = withCommit();
    const linked = join(sandbox.home, 'linked');
    sandbox.git(['worktree', 'add', '-q', '-b', 'side', linked]);
    sandbox.write('c.txt', 'third\n', linked);
    const commit = sandbox.commitAll('on the side', linked);
    sandbox.git(['pack-refs', '--all']);
    const path = process.env.PATH;
    process.env.PATH = '/nonexistent';
    try {
      expect((await reader.branches(linked)).map(({ name, current }) => [name, current])).toEqual([
        ['main', false],
        ['side', true],
      ]);
      const history = await reader.history(linked, undefined, 10);
      expect(history.map(({ message }) => message.trim())).toEqual(['on the side', 'base']);
      const tree = await reader.tree(linked, commit);
      const entry = tree.find(({ name }) => name === 'c.txt');
      expect(Buffer.from(await reader.blob(linked, entry?.oid ?? '')).toString()).toBe('third\n');
      await expect(reader.blob(linked, '1'.repeat(40))).rejects.toMatchObject({ code: 'git.broken' });
    } finally {
      process.env.PATH = path;
    }
  });

  it('does not let a .git folder borrow configuration it did not look at', async () => {
    const { home, repository } = withCommit();
    cpSync(join(repository, '.git'), join(home, 'elsewhere'), { recursive: true });
    writeFileSync(join(home, 'elsewhere/config'), '[core]\n\tbare = false\n[filter "x"]\n\tclean = evil\n');
    writeFileSync(join(repository, '.git/commondir'), '../../elsewhere\n');
    expect(await reader.inspectFolder(repository)).toMatchObject({ kind: 'broken' });
  });

  it("lists what the main worktree's own settings run when a linked one is opened", async () => {
    const { home, repository, git } = withCommit();
    git(['worktree', 'add', '-q', join(home, 'linked')]);
    git(['config', 'extensions.worktreeConfig', 'true']);
    git(['config', '--worktree', 'filter.x.smudge', 'evil']);
    expect(await reader.inspectFolder(join(home, 'linked'))).toMatchObject({
      linkedFrom: repository,
      executes: ['filter.x.smudge = evil'],
    });
  });
});
