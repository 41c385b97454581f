import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { builtinAgent } from '../../../src/main/services/agents/builtin-agent';
import { agentId } from '../../../src/shared/domain/ids';
import { isWorking } from '../../../src/shared/domain/session';
import { callOffUntil } from '../../support/call-off-until';
import { customAgent, hostWithAgent } from '../../support/host-with-agent';
import { type TestHost, testHost } from '../../support/test-host';
import { makeRepository, runGitIn } from '../../support/test-repository';
import { temporaryFolder } from '../../support/test-store';

async function acceptedSession(prompts: string[]) {
  const folder = temporaryFolder();
  const repository = makeRepository(join(folder, 'sample'));
  const app = testHost(join(folder, 'data'));
  const session = await app.newSession(repository, 'Calm down');
  for (const prompt of prompts) await app.prompt(session.id, prompt);
  await acceptAll(app, session.id);
  return { repository, app, ...session };
}

async function acceptAll({ host }: TestHost, id: Parameters<TestHost['transcript']>[0]): Promise<void> {
  const { changes } = await host.changes.refresh(id);
  await host.decisions.accept(id, { changes });
}

const plain = { hooks: true, sign: true };

describe('finishing a session', () => {
  it('drafts a message from what was asked and by whom, and commits what was accepted', async () => {
    const { app, id, repository, worktree } = await acceptedSession([
      'replace "colorful" with "quiet" in README.md',
      'write new.txt: hello',
    ]);
    const { finish, changes } = app.host;
    const state = await finish.state(id);
    expect(state).toMatchObject({ uncommitted: ['README.md', 'new.txt'], targets: ['main'], remotes: [] });
    expect(state.message).toBe(
      'Calm down\n\n- replace "colorful" with "quiet" in README.md\n- write new.txt: hello\n\n' +
        'Co-authored-by: Built-in agent <builtin@agents.localhost>\n',
    );
    const { commit } = await finish.commit(id, { ...plain, message: state.message });
    expect(runGitIn(repository, 'rev-parse', worktree.branch).trim()).toBe(commit);
    expect(changes.current(id)?.acceptedPending.files).toBe(0);
    expect((await finish.state(id)).uncommitted).toEqual([]);
    expect(runGitIn(repository, 'status', '--porcelain')).toBe('');
  });

  it('drafts the same message once what was taken back is there again', async () => {
    const { app, id } = await hostWithAgent('uses-client-methods');
    const { decisions, rewinds, changes, finish, sessions } = app.host;
    const path = join((await sessions.worktree(id)).path, 'b.txt');
    const request = ['fs/write_text_file', { path, content: 'from the second\n' }];
    await app.prompt(id, 'write a.txt: hello');
    await app.prompt(id, JSON.stringify([request]), customAgent);
    await acceptAll(app, id);
    const { message } = await finish.state(id);
    expect(message).toContain('write a.txt: hello');
    expect(message.match(/^Co-authored-by:/gm)).toHaveLength(2);
    await decisions.undo(id);

    const timeline = await rewinds.timeline(id);
    const target = { kind: 'session', to: timeline.at(-1)?.before ?? '' } as const;
    const { checkpoint } = await rewinds.preview(id, target);
    await rewinds.rewind(id, { target, checkpoint, take: [] });
    await decisions.undo(id);
    await acceptAll(app, id);
    expect((await finish.state(id)).message).toBe(message);
    await decisions.undo(id);

    const [first] = changes.current(id)?.changes ?? [];
    await decisions.reject(id, { changes: first ? [first] : [] });
    await decisions.undo(id);
    await acceptAll(app, id);
    expect((await finish.state(id)).message).toBe(message);
  });

  it('asks before a repository that was not trusted runs its hooks', async () => {
    const { app, id, repository } = await acceptedSession(['write new.txt: hello']);
    const hook = join(repository, '.git/hooks/pre-commit');
    writeFileSync(hook, '#!/bin/sh\ntouch ran\n');
    chmodSync(hook, 0o755);
    const commit = { ...plain, message: 'Say hello\n' };
    await expect(app.host.finish.commit(id, commit)).rejects.toMatchObject({
      code: 'git.untrusted',
      detail: 'hook pre-commit',
    });
    await app.host.repositories.open(repository, { trust: true });
    expect((await app.host.finish.commit(id, commit)).commit).not.toBeNull();
    expect(runGitIn(app.host.sessions.get(id).worktree?.path ?? '', 'status', '--porcelain')).toBe(
      '?? ran\n',
    );
  });

  it('merges after a look ahead, and brings a conflicting target in for an agent to resolve', async () => {
    const { app, id, repository, worktree } = await acceptedSession([
      'replace "colorful" with "quiet" in README.md',
    ]);
    const { finish } = app.host;
    await finish.commit(id, { ...plain, message: 'Be quiet\n' });
    writeFileSync(join(repository, 'README.md'), '# Sample\n\nA loud sample.\n');
    runGitIn(repository, 'commit', '--quiet', '--all', '--message', 'Be loud');
    const before = await finish.preflight(id, 'main', 'merge');
    expect(before.outcome).toMatchObject({ kind: 'conflicts', conflicts: [{ path: 'README.md' }] });
    const choice = { target: 'main', strategy: 'merge' as const, message: 'Merge\n', updateCheckout: true };
    const shown = { branchTip: before.branchTip, targetTip: before.targetTip, sign: true };
    await expect(finish.integrate(id, { ...choice, ...shown })).rejects.toMatchObject({
      code: 'git.conflicts',
    });

    const turn = await finish.resolve(id, 'main', builtinAgent);
    await app.ended(turn.id);
    expect((await finish.state(id)).bringingIn).toEqual({ conflicts: ['README.md'] });
    writeFileSync(join(worktree.path, 'README.md'), '# Sample\n\nA quiet but firm sample.\n');
    await acceptAll(app, id);
    expect((await finish.state(id)).bringingIn).toEqual({ conflicts: [] });
    await finish.commit(id, { ...plain, message: 'Merge main\n' });
    const now = await finish.preflight(id, 'main', 'fast-forward');
    expect(now.outcome.kind).toBe('ready');
    await expect(
      finish.integrate(id, { ...choice, ...shown, strategy: 'fast-forward' }),
    ).rejects.toMatchObject({ code: 'git.busy' });
    const tips = { branchTip: now.branchTip, targetTip: now.targetTip };
    await finish.integrate(id, { ...choice, ...tips, sign: true, strategy: 'fast-forward' });
    expect(readFileSync(join(repository, 'README.md'), 'utf8')).toContain('quiet but firm');
    expect(runGitIn(repository, 'status', '--porcelain')).toBe('');
    expect((await finish.state(id)).undo).toMatchObject({ target: 'main', before: now.targetTip });
    await finish.putBack(id);
    expect(readFileSync(join(repository, 'README.md'), 'utf8')).toContain('loud');
  }, 180_000);

  it('says which files have conflict markers, and does not count them as decided once accepted with them', async () => {
    const { app, id, repository, worktree } = await acceptedSession(['write README.md: quiet']);
    const { finish, changes } = app.host;
    await finish.commit(id, { ...plain, message: 'Be quiet\n' });
    expect(changes.current(id)?.merge).toBeUndefined();
    writeFileSync(join(repository, 'README.md'), 'loud\n');
    runGitIn(repository, 'commit', '--quiet', '--all', '--message', 'Be loud');
    await app.ended((await finish.resolve(id, 'main', builtinAgent)).id);
    writeFileSync(join(worktree.path, 'notes.txt'), 'resolved nothing\n');
    const { merge, changes: pending } = await changes.refresh(id);
    expect(pending.map(({ path }) => path)).toEqual(['README.md', 'notes.txt']);
    expect(merge).toEqual({ marked: [pending[0]?.id] });

    await acceptAll(app, id);
    expect(changes.current(id)?.merge).toEqual({ marked: [] });
    expect((await finish.state(id)).bringingIn).toEqual({ conflicts: ['README.md'], marked: ['README.md'] });
    writeFileSync(join(worktree.path, 'README.md'), 'quiet but firm\n');
    expect((await changes.refresh(id)).merge).toEqual({ marked: [] });
    await acceptAll(app, id);
    expect((await finish.state(id)).bringingIn).toEqual({ conflicts: [] });
    await finish.commit(id, { ...plain, message: 'Merge main\n' });
    expect(changes.current(id)?.merge).toBeUndefined();
  }, 180_000);

  it('tells of a merge that began or ended without another change', async () => {
    const { app, id, repository, worktree } = await acceptedSession(['write new.txt: hello']);
    const { finish, changes } = app.host;
    await finish.commit(id, { ...plain, message: 'Say hello\n' });
    writeFileSync(join(repository, 'other.txt'), 'other\n');
    runGitIn(repository, 'add', '--all');
    runGitIn(repository, 'commit', '--quiet', '--message', 'Another');
    runGitIn(worktree.path, 'merge', '--quiet', '--no-commit', '--no-ff', '--strategy=ours', 'main');
    expect((await changes.refresh(id)).merge).toEqual({ marked: [] });
    runGitIn(worktree.path, 'merge', '--abort');
    expect((await changes.refresh(id)).merge).toBeUndefined();
  });

  it('brings nothing in for an agent that cannot be started', async () => {
    const { app, id, repository, worktree } = await acceptedSession(['write README.md: quiet']);
    await app.host.finish.commit(id, { ...plain, message: 'Be quiet\n' });
    writeFileSync(join(repository, 'README.md'), 'loud\n');
    runGitIn(repository, 'commit', '--quiet', '--all', '--message', 'Be loud');
    const gone = agentId.parse('gone');
    await expect(app.host.finish.resolve(id, 'main', gone)).rejects.toMatchObject({
      code: 'agent.not-found',
    });
    expect((await app.host.finish.state(id)).bringingIn).toBeUndefined();
    expect(readFileSync(join(worktree.path, 'README.md'), 'utf8')).toBe('quiet\n');
  });

  it('brings up for review what a merge that was begun in the worktree leaves as it was', async () => {
    const folder = temporaryFolder();
    const repository = makeRepository(join(folder, 'sample'));
    const picture = join(repository, 'picture.bin');
    writeFileSync(picture, Buffer.from([0, 1, 2]));
    writeFileSync(join(repository, 'doomed.txt'), 'one\n');
    runGitIn(repository, 'add', '--all');
    runGitIn(repository, 'commit', '--quiet', '--message', 'Base');
    const app = testHost(join(folder, 'data'));
    const { id, worktree } = await app.newSession(repository, 'Mine');
    const own = (name: string) => join(worktree.path, name);
    writeFileSync(own('picture.bin'), Buffer.from([0, 7, 7]));
    writeFileSync(own('doomed.txt'), 'mine\n');
    await acceptAll(app, id);
    const { finish } = app.host;
    await finish.commit(id, { ...plain, message: 'Mine\n' });
    writeFileSync(picture, Buffer.from([0, 8, 8, 8]));
    rmSync(join(repository, 'doomed.txt'));
    runGitIn(repository, 'add', '--all');
    runGitIn(repository, 'commit', '--quiet', '--message', 'Theirs');
    expect(() => runGitIn(worktree.path, 'merge', 'main')).toThrow();

    await expect(finish.commit(id, { ...plain, message: 'Merge\n' })).rejects.toMatchObject({
      code: 'git.conflicts',
    });
    expect((await finish.state(id)).bringingIn).toEqual({ conflicts: ['doomed.txt', 'picture.bin'] });
    const { changes } = app.host.changes.current(id) ?? { changes: [] };
    expect(changes.map(({ path, status }) => [path, status])).toEqual([
      ['doomed.txt', 'deleted'],
      ['picture.bin', 'modified'],
    ]);
    const [doomed, other] = changes.map((change) => [change]) as [typeof changes, typeof changes];
    await app.host.decisions.reject(id, { changes: doomed });
    await app.host.decisions.accept(id, { changes: other });
    expect((await finish.state(id)).bringingIn).toEqual({ conflicts: [] });
    await finish.commit(id, { ...plain, message: 'Merge main\n' });
    expect(runGitIn(worktree.path, 'diff', '--name-only', 'main', 'HEAD').trim()).toBe('doomed.txt');
    expect(runGitIn(worktree.path, 'status', '--porcelain')).toBe('');
  }, 180_000);

  it('commits while another git holds the index of the worktree, and shows it there later', async () => {
    const { app, id, worktree } = await acceptedSession(['write new.txt: hello']);
    const git = (...args: string[]) => runGitIn(worktree.path, ...args).trim();
    const lock = `${git('rev-parse', '--path-format=absolute', '--git-path', 'index')}.lock`;
    writeFileSync(lock, '');
    expect((await app.host.finish.commit(id, { ...plain, message: 'Say hello\n' })).commit).toBe(
      git('rev-parse', 'HEAD'),
    );
    await app.host.changes.refresh(id);
    expect(git('status', '--porcelain')).toContain('D  new.txt');
    rmSync(lock);
    await app.host.changes.refresh(id);
    expect(git('status', '--porcelain')).toBe('');
  });

  it('is called off while signing waits for the user, and has moved nothing', async () => {
    const { app, id, repository } = await acceptedSession(['write new.txt: hello']);
    const { finish } = app.host;
    await finish.commit(id, { ...plain, message: 'Say hello\n' });
    const [asked, gpg] = ['asked', 'gpg'].map((name) => join(temporaryFolder(), name)) as [string, string];
    writeFileSync(gpg, `#!/bin/sh\ntouch '${asked}'\nexec sleep 1000\n`);
    chmodSync(gpg, 0o755);
    for (const [name, value] of [
      ['gpg.program', gpg],
      ['commit.gpgSign', 'true'],
    ] as const) {
      runGitIn(repository, 'config', name, value);
    }
    await app.host.repositories.open(repository, { trust: true });
    const { branchTip, targetTip } = await finish.preflight(id, 'main', 'merge');
    const merging = finish.integrate(id, {
      ...{ target: 'main', strategy: 'merge', message: 'Merge\n', updateCheckout: true, sign: true },
      ...{ branchTip, targetTip },
    });
    const refused = expect(merging).rejects.toMatchObject({ code: 'git.cancelled' });
    await vi.waitFor(() => expect(existsSync(asked)).toBe(true), { timeout: 30_000 });
    finish.cancel(id);
    await refused;
    expect(runGitIn(repository, 'rev-parse', 'main').trim()).toBe(targetTip);
    expect(existsSync(join(repository, 'new.txt'))).toBe(false);
  });

  it('is called off while a merge driver hangs, and has moved and left nothing', async () => {
    const { app, id, repository, worktree } = await acceptedSession([
      'replace "colorful" with "quiet" in README.md',
    ]);
    const { finish, changes } = app.host;
    await finish.commit(id, { ...plain, message: 'Be quiet\n' });
    const [asked, driver] = ['asked', 'driver'].map((name) => join(temporaryFolder(), name)) as [
      string,
      string,
    ];
    writeFileSync(driver, `#!/bin/sh\ntouch '${asked}'\nexec sleep 1000\n`);
    chmodSync(driver, 0o755);
    writeFileSync(join(repository, 'README.md'), '# Sample\n\nA loud sample.\n');
    runGitIn(repository, 'commit', '--quiet', '--all', '--message', 'Be loud');
    const { branchTip, targetTip } = await finish.preflight(id, 'main', 'merge');
    writeFileSync(join(repository, '.git/info/attributes'), '*.md merge=slow\n');
    runGitIn(repository, 'config', 'merge.slow.driver', driver);
    const merging = finish.integrate(id, {
      ...{ target: 'main', strategy: 'merge', message: 'Merge\n', updateCheckout: true, sign: false },
      ...{ branchTip, targetTip },
    });
    const refused = expect(merging).rejects.toMatchObject({ code: 'git.cancelled' });
    await vi.waitFor(() => expect(existsSync(asked)).toBe(true), { timeout: 30_000 });
    finish.cancel(id);
    await refused;
    expect(runGitIn(repository, 'rev-parse', 'main').trim()).toBe(targetTip);
    expect(runGitIn(worktree.path, 'status', '--porcelain')).toBe('');
    expect((await changes.refresh(id)).changes).toEqual([]);
  }, 60_000);

  it('is called off while the look before it hangs, or while it waits for another one', async () => {
    const { app, id, repository, worktree } = await acceptedSession(['write new.txt: hello']);
    const { finish, changes } = app.host;
    const [asked, hangs, filter] = ['asked', 'hangs', 'filter'].map((name) =>
      join(temporaryFolder(), name),
    ) as [string, string, string];
    writeFileSync(
      filter,
      `#!/bin/sh\nif test -e '${hangs}'; then touch '${asked}'; exec sleep 1000; fi\ncat\n`,
    );
    chmodSync(filter, 0o755);
    writeFileSync(join(repository, '.git/info/attributes'), '*.txt filter=slow\n');
    runGitIn(repository, 'config', 'filter.slow.clean', filter);
    writeFileSync(hangs, '');
    writeFileSync(join(worktree.path, 'other.txt'), 'by hand\n');
    const hung = () => vi.waitFor(() => expect(existsSync(asked)).toBe(true), { timeout: 30_000 });
    const commit = () => finish.commit(id, { message: 'Say hello\n', hooks: false, sign: false });
    const isCalledOff = async (committing: Promise<unknown>) => {
      const refused = expect(committing).rejects.toMatchObject({ code: 'git.cancelled' });
      await hung();
      finish.cancel(id);
      await refused;
      expect(finish.underWay()).toEqual({});
    };
    const look = changes.refresh(id);
    const ended = expect(look).rejects.toMatchObject({ code: 'git.cancelled' });
    await isCalledOff(commit());
    rmSync(asked);
    await callOffUntil(app.host, id, look);
    await ended;
    await isCalledOff(commit());
    rmSync(hangs);
    expect((await commit()).commit).toBe(runGitIn(worktree.path, 'rev-parse', 'HEAD').trim());
  }, 60_000);

  it('says whose files it moves once it does, and is not called off half-way', async () => {
    const { app, id, repository } = await acceptedSession(['write new.txt: hello']);
    const { finish } = app.host;
    const [asked, goOn, filter] = ['asked', 'go-on', 'filter'].map((name) =>
      join(temporaryFolder(), name),
    ) as [string, string, string];
    execFileSync('mkfifo', [goOn]);
    writeFileSync(filter, `#!/bin/sh\ntouch '${asked}'\ncat '${goOn}' -\n`);
    chmodSync(filter, 0o755);
    await finish.commit(id, { ...plain, message: 'Say hello\n' });
    writeFileSync(join(repository, '.git/info/attributes'), '*.txt filter=slow\n');
    runGitIn(repository, 'config', 'filter.slow.smudge', filter);
    await app.host.repositories.open(repository, { trust: true });
    const { branchTip, targetTip } = await finish.preflight(id, 'main', 'merge');
    const merging = finish.integrate(id, {
      ...{ target: 'main', strategy: 'merge', message: 'Merge\n', updateCheckout: true, sign: true },
      ...{ branchTip, targetTip },
    });
    await vi.waitFor(() => expect(existsSync(asked)).toBe(true), { timeout: 30_000 });
    expect(finish.underWay()).toEqual({ [id]: { kind: 'integrate', text: 'git merge', moving: repository } });
    finish.cancel(id);
    writeFileSync(goOn, '');
    const { after } = await merging;
    expect(runGitIn(repository, 'rev-parse', 'main').trim()).toBe(after);
    expect(readFileSync(join(repository, 'new.txt'), 'utf8')).toBe('hello\n');
    expect(finish.underWay()).toEqual({});
    expect(app.events.findLast(({ type }) => type === 'finish.progressed')).toMatchObject({ step: null });
  }, 60_000);

  it('waits until no agent is at work, and runs one step at a time', async () => {
    const { app, id } = await acceptedSession(['write new.txt: hello']);
    const turn = app.enqueue(id, 'slow 200');
    await vi.waitFor(() => expect(isWorking(app.host.sessions.get(id))).toBe(true), { timeout: 30_000 });
    const commit = { ...plain, message: 'Say hello\n' };
    await expect(app.host.finish.commit(id, commit)).rejects.toMatchObject({ code: 'git.busy' });
    app.host.dispatcher.cancel(turn);
    await app.ended(turn);
    const both = await Promise.allSettled([
      app.host.finish.commit(id, commit),
      app.host.finish.commit(id, commit),
    ]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });
});
