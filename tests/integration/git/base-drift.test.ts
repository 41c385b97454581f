import { describe, expect, it } from 'vitest';
import { readBaseDrift } from '../../../src/main/git/finish/base-drift';
import { gitSandbox } from './git-sandbox';
import { SessionFixture } from './session-fixture';

async function session() {
  const sandbox = gitSandbox();
  sandbox.write('a.txt', 'one\n');
  sandbox.commitAll('first');
  sandbox.write('a.txt', 'two\n');
  sandbox.commitAll('second');
  const { worktree } = await SessionFixture.open(sandbox);
  return { sandbox, worktree, drift: () => readBaseDrift(worktree) };
}

describe('the branch a session started from', () => {
  it('has not moved at first', async () => {
    const { drift } = await session();
    expect(await drift()).toBeNull();
  });

  it('is ahead by the commits the session does not have', async () => {
    const { sandbox, worktree, drift } = await session();
    for (const text of ['three\n', 'four\n']) {
      sandbox.write('a.txt', text);
      sandbox.commitAll(text);
    }
    expect(await drift()).toEqual({ kind: 'ahead', commits: 2, more: false });
    sandbox.git(['merge', '--quiet', 'main'], worktree.path);
    expect(await drift()).toBeNull();
  });

  it.each(['--no-ff', '--squash'])(
    'is not ahead by the session’s own work that came into it with %s',
    async (how) => {
      const { sandbox, worktree, drift } = await session();
      sandbox.write('b.txt', 'of the session\n', worktree.path);
      sandbox.git(['add', '--all'], worktree.path);
      sandbox.git(['commit', '--quiet', '--message', 'work'], worktree.path);
      sandbox.git(['merge', '--quiet', how, worktree.branch]);
      if (how === '--squash') sandbox.git(['commit', '--quiet', '--message', 'squashed']);
      expect(await drift()).toBeNull();
    },
  );

  it('was rewritten when what the session started from is no longer in it', async () => {
    const { sandbox, drift } = await session();
    sandbox.git(['commit', '--quiet', '--amend', '--message', 'second, told better']);
    expect(await drift()).toEqual({ kind: 'rewritten', commits: 1, more: false });
  });

  it('is behind the session after a reset, and then the session has all of it', async () => {
    const { sandbox, drift } = await session();
    sandbox.git(['reset', '--quiet', '--hard', 'HEAD~1']);
    expect(await drift()).toBeNull();
  });

  it('may be gone, and moves no more then', async () => {
    const { sandbox, drift } = await session();
    sandbox.git(['switch', '--quiet', '--create', 'other']);
    sandbox.git(['branch', '--quiet', '-D', 'main']);
    expect(await drift()).toBeNull();
  });
});
