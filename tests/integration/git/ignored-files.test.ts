import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bringIn } from '../../../src/main/git/finish/bring-in';
import { commitAccepted } from '../../../src/main/git/finish/commit-accepted';
import { tipOf } from '../../../src/main/git/finish/preview-integration';
import { stopBringingIn } from '../../../src/main/git/finish/stop-bringing-in';
import { integrate, preflight } from '../../../src/main/services/finish/integrate';
import type { Strategy } from '../../../src/shared/domain/finish';
import type { SessionId } from '../../../src/shared/domain/ids';
import { agent, attributedSession, sessionId } from '../attribution/attributed-session';
import { acceptPaths } from './accept-paths';
import { gitSandbox } from './git-sandbox';
import { SessionFixture, unnoted } from './session-fixture';

const inTheWay = { code: 'change.conflict' };

type Session = Awaited<ReturnType<typeof attributedSession>>;

/** Rewinds the session, what is in conflict as well when `takeAll` says so. */
async function rewindTo(session: Session, to: string, takeAll = false) {
  const target = { kind: 'session', to } as const;
  const { checkpoint, files } = await session.rewinds.preview(sessionId, target);
  const take = files.filter(({ outcome }) => takeAll && ['conflict', 'blocked'].includes(outcome));
  return session.rewinds.rewind(sessionId, { target, checkpoint, take });
}

describe('a file that git ignores is in no checkpoint, so it', () => {
  it('is not overwritten by a rewind to when the file was not ignored yet', async () => {
    const sandbox = gitSandbox();
    sandbox.write('a.txt', 'one\n');
    sandbox.commitAll('base');
    const session = await attributedSession(sandbox);
    const { fixture, by } = session;
    fixture.write('dev.db', 'first\n');
    await by(agent('claude'));
    const [first] = await session.rewinds.timeline(sessionId);
    fixture.write('.gitignore', 'dev.db\n');
    rmSync(fixture.file('dev.db'));
    await by(agent('claude'));
    fixture.write('dev.db', 'a week of data\n');
    await expect(rewindTo(session, first?.after ?? '', true)).rejects.toMatchObject({
      ...inTheWay,
      message: expect.stringContaining('dev.db cannot be brought back'),
    });
    expect(existsSync(fixture.file('.gitignore'))).toBe(true);
    await rewindTo(session, first?.after ?? '');
    expect(existsSync(fixture.file('.gitignore'))).toBe(false);
    expect(readFileSync(fixture.file('dev.db'), 'utf8')).toBe('a week of data\n');
    rmSync(fixture.file('dev.db'));
    await rewindTo(session, first?.after ?? '');
    expect(readFileSync(fixture.file('dev.db'), 'utf8')).toBe('first\n');
  });

  it('is not deleted with a folder that becomes a file again', async () => {
    const sandbox = gitSandbox();
    sandbox.write('.gitignore', '*.secret\n');
    sandbox.write('thing', 'a file\n');
    sandbox.commitAll('base');
    const session = await attributedSession(sandbox);
    const { fixture, by } = session;
    rmSync(fixture.file('thing'));
    fixture.write('thing/index.ts', 'code\n');
    await by(agent('claude'));
    fixture.write('thing/my.secret', 'kept\n');
    const { baseCommit } = fixture.worktree;
    await expect(rewindTo(session, baseCommit)).rejects.toMatchObject(inTheWay);
    expect(readFileSync(fixture.file('thing/my.secret'), 'utf8')).toBe('kept\n');
    expect(readFileSync(fixture.file('thing/index.ts'), 'utf8')).toBe('code\n');
  });

  async function withCommitted() {
    const sandbox = gitSandbox();
    sandbox.write('.gitignore', '.env\n');
    sandbox.commitAll('base');
    const fixture = await SessionFixture.open(sandbox);
    fixture.write('.gitignore', '');
    fixture.write('.env', 'example\n');
    await acceptPaths(fixture, '.gitignore', '.env');
    const { worktree } = fixture;
    await commitAccepted({
      ...{ worktree: worktree.path, branch: worktree.branch, sessionId: fixture.sessionId },
      ...{ message: 'Work\n', asUser: process.env, hooks: true, sign: true },
    });
    await fixture.chain.take({ author: { kind: 'user' } });
    return { sandbox, fixture };
  }

  it.each(['merge', 'squash', 'fast-forward'] as Strategy[])(
    'stays as it is in the checkout of the user when a %s would bring one of that name',
    async (strategy) => {
      const { sandbox, fixture } = await withCommitted();
      sandbox.write('.env', 'my secret\n');
      const { worktree } = fixture;
      const integrating = { worktree, sessionId: fixture.sessionId as SessionId, strategy, target: 'main' };
      const before = await tipOf(worktree.path, 'main');
      const look = await preflight(integrating, { pending: 0, message: 'Squashed\n' });
      const how = { updateCheckout: true, sign: true, asUser: process.env, ...unnoted };
      const options = { ...integrating, ...look, ...how };
      await expect(integrate(options)).rejects.toMatchObject(inTheWay);
      expect(readFileSync(join(sandbox.repository, '.env'), 'utf8')).toBe('my secret\n');
      expect(await tipOf(worktree.path, 'main')).toBe(before);
    },
  );

  it('stays in the worktree when a branch that has one of that name would be brought in', async () => {
    const sandbox = gitSandbox();
    sandbox.write('.gitignore', '.env\n');
    sandbox.commitAll('base');
    const fixture = await SessionFixture.open(sandbox);
    sandbox.write('.env', 'example\n');
    sandbox.git(['add', '--force', '.env']);
    sandbox.commitAll('theirs');
    fixture.write('.env', 'my secret\n');
    const { worktree } = fixture;
    await fixture.chain.take({ author: { kind: 'user' } });
    const bringing = bringIn({
      ...{ worktree: worktree.path, branch: worktree.branch, sessionId: fixture.sessionId },
      ...{ theirs: await tipOf(worktree.path, 'main'), message: 'Merge main' },
    });
    await expect(bringing).rejects.toMatchObject(inTheWay);
    expect(readFileSync(fixture.file('.env'), 'utf8')).toBe('my secret\n');
  });
});

it('giving up a merge that is not under way changes nothing', async () => {
  const sandbox = gitSandbox();
  sandbox.write('a.txt', 'one\n');
  sandbox.commitAll('base');
  const fixture = await SessionFixture.open(sandbox);
  fixture.write('a.txt', 'two\n');
  await fixture.chain.take({ author: { kind: 'user' } });
  await expect(stopBringingIn(fixture.root, fixture.sessionId)).rejects.toMatchObject({
    code: 'change.stale',
  });
  expect(readFileSync(fixture.file('a.txt'), 'utf8')).toBe('two\n');
});
