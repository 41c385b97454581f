import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CommitAcceptedOptions, commitAccepted } from '../../../src/main/git/finish/commit-accepted';
import { readUncommitted } from '../../../src/main/git/finish/uncommitted';
import { acceptPaths } from './accept-paths';
import { gitSandbox, makeExecutable, userState } from './git-sandbox';
import { SessionFixture } from './session-fixture';

async function session() {
  const sandbox = gitSandbox();
  sandbox.write('a.txt', 'one\n');
  sandbox.write('b.txt', 'bee\n');
  sandbox.commitAll('base');
  return SessionFixture.open(sandbox);
}

function commit(fixture: SessionFixture, options: Partial<CommitAcceptedOptions> = {}) {
  const { worktree, sessionId } = fixture;
  return commitAccepted({
    worktree: worktree.path,
    branch: worktree.branch,
    sessionId,
    message: 'Say two\n\nCo-authored-by: Built-in agent <builtin@agents.localhost>\n',
    asUser: process.env,
    hooks: true,
    sign: true,
    ...options,
  });
}

function hook(fixture: SessionFixture, name: string, script: string): void {
  const path = join('.git/hooks', name);
  fixture.sandbox.write(path, `#!/bin/sh\n${script}\n`);
  makeExecutable(join(fixture.sandbox.repository, path));
}

async function uncommittedPaths(fixture: SessionFixture): Promise<string[]> {
  const { sessionId, worktree } = fixture;
  const { paths } = await readUncommitted(fixture.root, { sessionId, branch: worktree.branch });
  return paths.map(({ path }) => path.toString());
}

describe('committing what was accepted', () => {
  it('puts exactly that on the branch, in the name of the user, and leaves the worktree as it is', async () => {
    const fixture = await session();
    const before = userState(fixture.sandbox);
    fixture.write('a.txt', 'two\n');
    fixture.write('new/deep.txt', 'new\n');
    fixture.write('b.txt', 'not accepted\n');
    await acceptPaths(fixture, 'a.txt', 'new/deep.txt');
    fixture.write('a.txt', 'three, later\n');
    expect(await uncommittedPaths(fixture)).toEqual(['a.txt', 'new/deep.txt']);

    const { commit: made, changedByHooks } = await commit(fixture);
    expect(changedByHooks).toEqual([]);
    expect(fixture.git('rev-parse', fixture.worktree.branch)).toBe(made);
    expect(
      fixture.git('show', '--format=%an|%s|%(trailers:key=Co-authored-by,valueonly)', '--name-only'),
    ).toBe('Ada Lovelace|Say two|Built-in agent <builtin@agents.localhost>\n\n\na.txt\nnew/deep.txt');
    expect(fixture.git('show', 'HEAD:a.txt')).toBe('two');
    expect(fixture.git('status', '--porcelain')).toBe(' M a.txt\n M b.txt');
    expect(await uncommittedPaths(fixture)).toEqual([]);
    expect(await commit(fixture)).toEqual({ commit: null, changedByHooks: [] });
    expect(userState(fixture.sandbox)).toEqual(before);
    fixture.git('fsck', '--strict');
  });

  it('goes along with a hook that makes a commit of its own afterwards', async () => {
    const fixture = await session();
    hook(
      fixture,
      'post-commit',
      '[ -e "$HOME/bumped" ] && exit 0\ntouch "$HOME/bumped"\necho 2 > version\ngit add version\ngit commit -qm bump',
    );
    fixture.write('a.txt', 'two\n');
    await acceptPaths(fixture, 'a.txt');
    await commit(fixture);
    expect(fixture.git('log', '--format=%s')).toBe('bump\nSay two\nbase');
    expect(await uncommittedPaths(fixture)).toEqual([]);
  });

  it('commits again what the branch was moved back from', async () => {
    const fixture = await session();
    fixture.write('a.txt', 'two\n');
    fixture.write('new.txt', 'new\n');
    await acceptPaths(fixture, 'a.txt', 'new.txt');
    await commit(fixture);
    fixture.git('reset', '--quiet', '--soft', 'HEAD~1');
    fixture.write('b.txt', 'accepted later\n');
    await acceptPaths(fixture, 'b.txt');
    expect(await uncommittedPaths(fixture)).toEqual(['a.txt', 'b.txt', 'new.txt']);
    await commit(fixture);
    expect(fixture.git('show', '--format=', '--name-only')).toBe('a.txt\nb.txt\nnew.txt');
    expect(fixture.git('status', '--porcelain')).toBe('');
    expect(await uncommittedPaths(fixture)).toEqual([]);
    // Elsewhere for a moment, the branch is where it was.
    fixture.git('checkout', '--quiet', '--detach', 'HEAD~1');
    expect(await uncommittedPaths(fixture)).toEqual([]);
  });

  it('runs the hooks, which see only what was accepted, and says which one refused and why', async () => {
    const fixture = await session();
    hook(fixture, 'pre-commit', 'git diff --cached --name-only > "$HOME/seen"');
    hook(fixture, 'commit-msg', 'echo "Reviewed: yes" >> "$1"');
    hook(fixture, 'post-commit', 'git rev-parse HEAD > "$HOME/posted"');
    fixture.write('a.txt', 'two\n');
    fixture.write('b.txt', 'not accepted\n');
    await acceptPaths(fixture, 'a.txt');
    const { commit: made } = await commit(fixture);
    expect(readFileSync(join(fixture.sandbox.home, 'seen'), 'utf8')).toBe('a.txt\n');
    expect(readFileSync(join(fixture.sandbox.home, 'posted'), 'utf8')).toBe(`${made}\n`);
    expect(fixture.git('log', '-1', '--format=%B')).toContain('Reviewed: yes');

    hook(fixture, 'pre-commit', 'echo "line 3 is too long" >&2; exit 3');
    fixture.write('a.txt', 'three\n');
    await acceptPaths(fixture, 'a.txt');
    await expect(commit(fixture)).rejects.toMatchObject({
      code: 'git.hook-failed',
      message: expect.stringContaining('pre-commit'),
      detail: 'line 3 is too long',
    });
    expect(fixture.git('rev-parse', 'HEAD')).toBe(made);
    expect(await uncommittedPaths(fixture)).toEqual(['a.txt']);
    await commit(fixture, { hooks: false });
    expect(fixture.git('show', 'HEAD:a.txt')).toBe('three');
  });

  it('finds hooks where the user keeps them', async () => {
    const fixture = await session();
    fixture.sandbox.write('husky/pre-commit', '#!/bin/sh\ntouch "$HOME/ran"\n', fixture.sandbox.home);
    makeExecutable(join(fixture.sandbox.home, 'husky/pre-commit'));
    fixture.sandbox.git(['config', '--global', 'core.hooksPath', join(fixture.sandbox.home, 'husky')]);
    fixture.write('a.txt', 'two\n');
    await acceptPaths(fixture, 'a.txt');
    await commit(fixture);
    expect(existsSync(join(fixture.sandbox.home, 'ran'))).toBe(true);
  });

  it('tells what a hook committed otherwise, and takes it as accepted', async () => {
    const fixture = await session();
    hook(fixture, 'pre-commit', "printf 'FORMATTED\\n' > a.txt && git add a.txt");
    fixture.write('a.txt', 'two\n');
    await acceptPaths(fixture, 'a.txt');
    expect((await commit(fixture)).changedByHooks).toEqual(['a.txt']);
    expect(fixture.git('show', 'HEAD:a.txt')).toBe('FORMATTED');
    expect(await uncommittedPaths(fixture)).toEqual([]);
    expect(await fixture.changes()).toEqual([]);
    expect(fixture.git('status', '--porcelain')).toBe('');
  });

  it('can be called off while a hook hangs, and then nothing has moved', async () => {
    const fixture = await session();
    hook(fixture, 'pre-commit', 'echo started; sleep 600');
    fixture.write('a.txt', 'two\n');
    await acceptPaths(fixture, 'a.txt');
    const head = fixture.git('rev-parse', 'HEAD');
    const abort = new AbortController();
    const onOutput = (text: string) => {
      if (text.includes('started')) abort.abort(new Error('called off'));
    };
    await expect(commit(fixture, { signal: abort.signal, onOutput })).rejects.toThrow('called off');
    expect(fixture.git('rev-parse', 'HEAD')).toBe(head);
    hook(fixture, 'pre-commit', 'exit 0');
    expect((await commit(fixture)).commit).not.toBeNull();
  });

  it('is made although the last hook hangs and is called off', async () => {
    const fixture = await session();
    hook(fixture, 'post-commit', 'echo posting; sleep 600');
    fixture.write('a.txt', 'two\n');
    await acceptPaths(fixture, 'a.txt');
    const abort = new AbortController();
    const onOutput = (text: string) => {
      if (text.includes('posting')) abort.abort(new Error('called off'));
    };
    const { commit: made } = await commit(fixture, { signal: abort.signal, onOutput });
    expect(fixture.git('rev-parse', 'HEAD')).toBe(made);
    expect(await uncommittedPaths(fixture)).toEqual([]);
  });

  it('keeps what an agent committed by itself, and refuses where it differs from what was accepted', async () => {
    const fixture = await session();
    fixture.write('a.txt', 'two\n');
    await acceptPaths(fixture, 'a.txt');
    fixture.write('own.txt', 'by the agent\n');
    fixture.git('add', 'own.txt');
    fixture.git('commit', '-qm', 'Agent commits');
    await commit(fixture);
    expect(fixture.git('ls-tree', '--name-only', 'HEAD')).toBe('a.txt\nb.txt\nown.txt');

    fixture.write('b.txt', 'accepted\n');
    await acceptPaths(fixture, 'b.txt');
    fixture.write('b.txt', 'otherwise\n');
    fixture.git('commit', '-qam', 'Agent again');
    await expect(commit(fixture)).rejects.toMatchObject({
      code: 'git.conflicts',
      message: expect.stringContaining('b.txt'),
    });
    await acceptPaths(fixture, 'b.txt');
    expect((await commit(fixture)).commit).toBeNull();
    expect(await uncommittedPaths(fixture)).toEqual([]);
  });

  it('signs as the user does, and says what to do when the key cannot be used', async () => {
    const fixture = await session();
    const key = join(fixture.sandbox.home, 'key');
    const { spawnSync } = await import('node:child_process');
    spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    for (const [name, value] of [
      ['gpg.format', 'ssh'],
      ['user.signingkey', key],
      ['commit.gpgsign', 'true'],
    ] as const) {
      fixture.sandbox.git(['config', '--global', name, value]);
    }
    fixture.write('a.txt', 'two\n');
    await acceptPaths(fixture, 'a.txt');
    await commit(fixture);
    expect(fixture.git('cat-file', 'commit', 'HEAD')).toContain('-----BEGIN SSH SIGNATURE-----');

    fixture.sandbox.git(['config', '--global', 'user.signingkey', `${key}-lost`]);
    fixture.write('a.txt', 'three\n');
    await acceptPaths(fixture, 'a.txt');
    await expect(commit(fixture)).rejects.toMatchObject({ code: 'git.sign-failed' });
    await commit(fixture, { sign: false });
    expect(fixture.git('cat-file', 'commit', 'HEAD')).not.toContain('SIGNATURE');
  });
});
