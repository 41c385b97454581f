import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Change, ChangeSet } from '../../../src/shared/domain/change';
import { agentId, type RequestId, type SessionId } from '../../../src/shared/domain/ids';
import { type TestHost, testHost } from '../../support/test-host';
import { makeRepository, runGitIn } from '../../support/test-repository';
import { temporaryFolder } from '../../support/test-store';

/** Agents are real programs, on machines that may have other work. */
const patient = { timeout: 20_000, interval: 10 };

function changes(set: ChangeSet | null): Record<string, string[]> {
  const names = (change: Change) =>
    change.authors.map((author) => (author.kind === 'agent' ? author.agent : author.kind));
  return Object.fromEntries((set?.changes ?? []).map((change) => [change.path, names(change)]));
}

async function waitForQuestion({ store }: TestHost, sessionId: SessionId): Promise<RequestId> {
  return vi.waitFor(() => {
    const { events } = store.events.page(sessionId, { limit: 100 });
    const asked = events.find((event) => event.kind === 'permission_request');
    if (asked?.kind !== 'permission_request') throw new Error('not asked yet');
    return asked.requestId;
  }, patient);
}

describe('a session', () => {
  it('counts an agent that lives already as working as soon as it is given a prompt', async () => {
    const folder = temporaryFolder();
    const app = testHost(join(folder, 'data'));
    const { id } = await app.newSession(makeRepository(join(folder, 'sample')), 'Again');
    await app.prompt(id, 'help');
    const before = app.events.length;
    await app.prompt(id, 'help');
    const working = app.events
      .slice(before)
      .flatMap((event) => (event.type === 'pool.changed' ? [event.health.byStatus.running] : []));
    expect(working).toContain(1);
    expect(working.at(-1)).toBe(0);
  });

  it('shows what the agent changed as its own, keeps it on accept and restores it on reject', async () => {
    const folder = temporaryFolder();
    const repository = makeRepository(join(folder, 'sample'));
    const app = testHost(join(folder, 'data'));
    const { id, worktree } = await app.newSession(repository, 'Spelling');
    await app.prompt(id, 'replace "colorful" with "quiet" in README.md\nwrite new.txt: hello');
    const set = app.host.changes.current(id);
    expect(changes(set)).toEqual({ 'README.md': ['builtin'], 'new.txt': ['builtin'] });

    const [readme, added] = (set?.changes ?? []) as [Change, Change];
    const tip = runGitIn(repository, 'rev-parse', worktree.branch);
    await app.host.decisions.accept(id, { changes: [readme] });
    const accepted = `refs/coppice/sessions/${id}/accepted`;
    expect(runGitIn(repository, 'show', `${accepted}:README.md`)).toContain('A quiet sample.');
    expect(runGitIn(repository, 'rev-parse', worktree.branch)).toBe(tip);
    expect(app.host.changes.current(id)?.acceptedPending).toEqual({ files: 1, insertions: 1, deletions: 1 });
    await app.host.decisions.reject(id, { changes: [added] });
    expect(existsSync(join(worktree.path, 'new.txt'))).toBe(false);
    expect(changes(app.host.changes.current(id))).toEqual({});
    expect(runGitIn(repository, 'status', '--porcelain')).toBe('');
    expect(runGitIn(repository, 'rev-parse', 'main')).toBe(runGitIn(repository, 'rev-parse', 'HEAD'));
  });

  it('credits hand edits to the user between turns, and to nobody while an agent works elsewhere', async () => {
    const folder = temporaryFolder();
    const app = testHost(join(folder, 'data'));
    const { id, worktree } = await app.newSession(makeRepository(join(folder, 'sample')), 'Mixed');
    writeFileSync(join(worktree.path, 'mine.txt'), 'by hand\n');
    const question = app.enqueue(id, 'write theirs.txt: by agent\ndelete src/paint.ts');
    const requestId = await waitForQuestion(app, id);
    writeFileSync(join(worktree.path, 'between.txt'), 'who knows\n');
    app.host.permissions.answer(id, requestId, 'allow_once');
    await app.ended(question);
    expect(changes(app.host.changes.current(id))).toEqual({
      'between.txt': ['unknown'],
      'mine.txt': ['user'],
      'src/paint.ts': ['builtin'],
      'theirs.txt': ['builtin'],
    });
  });

  it('credits an agent with a file it had Coppice write, also without a tool call', async () => {
    const folder = temporaryFolder();
    const data = join(folder, 'data');
    mkdirSync(data);
    const program = join(import.meta.dirname, '../../fakes/agents/uses-client-methods.mjs');
    const agent = { id: 'quiet', name: 'Quiet', backend: 'acp', command: process.execPath, args: [program] };
    writeFileSync(join(data, 'agents.json'), JSON.stringify({ agents: [agent] }));
    const app = testHost(data);
    const quiet = agentId.parse('quiet');
    const { id, worktree } = await app.newSession(makeRepository(join(folder, 'sample')), 'Quiet');
    await vi.waitFor(() => expect(app.host.catalog.find(quiet)?.availability.kind).toBe('ready'), patient);
    const write = ['fs/write_text_file', { path: join(worktree.path, 'quiet.txt'), content: 'hush\n' }];
    await app.prompt(id, JSON.stringify([write]), quiet);
    expect(changes(app.host.changes.current(id))).toEqual({ 'quiet.txt': ['quiet'] });
  });

  it('refuses to decide on a file that changed since it was shown', async () => {
    const folder = temporaryFolder();
    const app = testHost(join(folder, 'data'));
    const { id, worktree } = await app.newSession(makeRepository(join(folder, 'sample')), 'Stale');
    await app.prompt(id, 'write new.txt: shown');
    const shown = app.host.changes.current(id)?.changes ?? [];
    writeFileSync(join(worktree.path, 'new.txt'), 'not shown\n');
    await expect(app.host.decisions.accept(id, { changes: shown })).rejects.toMatchObject({
      code: 'change.stale',
    });
    await expect(app.host.decisions.reject(id, { changes: shown })).rejects.toMatchObject({
      code: 'change.stale',
    });
    expect(readFileSync(join(worktree.path, 'new.txt'), 'utf8')).toBe('not shown\n');
  });

  it('comes back after a restart with its transcript, its changes and what the agent remembers', async () => {
    const folder = temporaryFolder();
    const data = join(folder, 'data');
    const first = testHost(data);
    const { id } = await first.newSession(makeRepository(join(folder, 'sample')), 'Restart');
    await first.prompt(id, 'write kept.txt: yes');
    const before = first.transcript(id);
    await first.stop();

    const second = testHost(data);
    expect(second.transcript(id)).toEqual(before);
    expect(changes(second.host.changes.current(id))).toEqual({ 'kept.txt': ['builtin'] });
    await second.prompt(id, 'history');
    const said = JSON.stringify(second.transcript(id).slice(before.length));
    expect(said).toContain('write kept.txt: yes');
    expect(said).not.toContain('could not restore');
  });

  it('is interrupted by a quit, holds its queue, and says so at the next start', async () => {
    const folder = temporaryFolder();
    const data = join(folder, 'data');
    const first = testHost(data);
    const { id } = await first.newSession(makeRepository(join(folder, 'sample')), 'Quit');
    const running = first.enqueue(id, 'slow 500');
    const queued = first.enqueue(id, 'help');
    await vi.waitFor(
      () => expect(first.transcript(id).some(({ type }) => type === 'text')).toBe(true),
      patient,
    );
    await first.stop();

    const second = testHost(data);
    expect(second.store.turns.get(running).state).toEqual({ status: 'ended', stopReason: 'interrupted' });
    expect(second.transcript(id).at(-1)).toMatchObject({ type: 'turn-end', stopReason: 'interrupted' });
    expect(second.host.sessions.get(id)).toMatchObject({
      status: { kind: 'interrupted' },
      queued: 1,
      queueHeld: true,
    });
    second.host.dispatcher.release(id);
    await second.ended(queued);
    expect(second.store.turns.get(queued).state).toMatchObject({ stopReason: 'end_turn' });
  });

  it('says that an agent is at work again as soon as it was answered', async () => {
    const folder = temporaryFolder();
    const app = testHost(join(folder, 'data'));
    const { id } = await app.newSession(makeRepository(join(folder, 'sample')), 'Ask');
    const turn = app.enqueue(id, 'run sleep 1000');
    app.host.permissions.answer(id, await waitForQuestion(app, id), 'allow_once');
    const toldLast = () => app.events.findLast((event) => event.type === 'pool.changed');
    await vi.waitFor(() =>
      expect(toldLast()).toMatchObject({ health: { byStatus: { running: 1, awaiting: 0 } } }),
    );
    app.host.dispatcher.cancel(turn);
    await app.ended(turn);
  });

  it('needs the user while an agent asks, and is done when it was answered', async () => {
    const folder = temporaryFolder();
    const app = testHost(join(folder, 'data'));
    const { id, worktree } = await app.newSession(makeRepository(join(folder, 'sample')), 'Ask');
    const turn = app.enqueue(id, 'run echo made > made.txt');
    const requestId = await waitForQuestion(app, id);
    expect(app.host.sessions.get(id).status).toEqual({ kind: 'needs-you' });
    expect(app.host.pool.health().byStatus.awaiting).toBe(1);
    expect(existsSync(join(worktree.path, 'made.txt'))).toBe(false);
    app.host.permissions.answer(id, requestId, 'reject_once');
    await app.ended(turn);
    expect(existsSync(join(worktree.path, 'made.txt'))).toBe(false);
    expect(app.host.sessions.get(id).status).toEqual({ kind: 'idle' });
    expect(app.host.sessions.get(id).unread).toBe(true);
  });

  it('ends a turn by force together with its agent, and goes on with a new one', async () => {
    const folder = temporaryFolder();
    const data = join(folder, 'data');
    mkdirSync(data);
    const program = join(import.meta.dirname, '../../fakes/agents/ignores-cancel.mjs');
    const agent = { id: 'deaf', name: 'Deaf', backend: 'acp', command: process.execPath, args: [program] };
    writeFileSync(join(data, 'agents.json'), JSON.stringify({ agents: [agent] }));
    const app = testHost(data);
    const deaf = agentId.parse('deaf');
    const { id } = await app.newSession(makeRepository(join(folder, 'sample')), 'Deaf');
    await vi.waitFor(() => expect(app.host.catalog.find(deaf)?.availability.kind).toBe('ready'), patient);
    const words = () => app.transcript(id).filter(({ type }) => type === 'text').length;
    const turn = app.enqueue(id, 'wait', deaf);
    const next = app.enqueue(id, 'wait again', deaf);
    await vi.waitFor(() => expect(words()).toBe(1), patient);
    const backend = app.host.pool.get(id, deaf);
    app.host.dispatcher.cancel(turn);
    app.host.dispatcher.forceEnd(turn);
    expect(app.store.turns.get(turn).state).toEqual({ status: 'ended', stopReason: 'cancelled' });
    expect(app.transcript(id).at(-1)).toMatchObject({ type: 'turn-end', stopReason: 'cancelled' });
    await backend?.exited;
    expect(() => process.kill(-(backend?.pid as number), 0)).toThrow('ESRCH');

    await vi.waitFor(() => expect(words()).toBe(2), patient);
    expect(app.store.turns.get(next).state.status).toBe('running');
    expect(app.host.pool.get(id, deaf)?.pid).not.toBe(backend?.pid);
    const ends = app.transcript(id).filter(({ type }) => type === 'turn-end');
    expect(ends).toHaveLength(1);
    app.host.dispatcher.forceEnd(next);
    await vi.waitFor(() => expect(app.host.pool.health().size).toBe(0), patient);
    expect(app.host.sessions.get(id).status).toEqual({ kind: 'idle' });
  });

  it('says which agent is not installed, and keeps the prompt of a turn that failed', async () => {
    const folder = temporaryFolder();
    const app = testHost(join(folder, 'data'));
    const { id } = await app.newSession(makeRepository(join(folder, 'sample')), 'Missing');
    const turn = await app.prompt(id, 'hello', 'nobody' as never);
    expect(app.store.turns.get(turn).state).toMatchObject({
      stopReason: 'failed',
      error: { code: 'agent.not-found' },
    });
    expect(app.transcript(id)[0]).toMatchObject({ type: 'prompt', blocks: [{ text: 'hello' }] });
  });
});

describe('where git is not installed', () => {
  it('opens a repository, lists its branches, and says what a session needs', async () => {
    const folder = temporaryFolder();
    const repository = makeRepository(join(folder, 'sample'));
    const app = testHost(join(folder, 'data'));
    const path = process.env.PATH;
    onTestFinished(() => {
      process.env.PATH = path;
    });
    process.env.PATH = join(folder, 'empty');
    const outcome = await app.host.repositories.open(repository, {});
    if (outcome.kind !== 'opened') throw new Error(outcome.kind);
    const branches = await app.host.repositories.branches(outcome.repository.id);
    expect(branches).toMatchObject([{ name: 'main', current: true }]);
    const { id } = app.host.sessions.create(outcome.repository.id, 'No git');
    await expect(app.host.sessions.worktree(id)).rejects.toMatchObject({ code: 'worktree.missing' });
    expect(app.host.sessions.get(id).status).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('git'),
    });
  });
});
