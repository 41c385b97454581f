import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { builtinAgent } from '../../../src/main/services/agents/builtin-agent';
import type { ContentBlock } from '../../../src/shared/domain/content';
import type { SessionId } from '../../../src/shared/domain/ids';
import { customAgent, hostWithAgent } from '../../support/host-with-agent';
import type { TestHost } from '../../support/test-host';

const patient = { timeout: 20_000, interval: 10 };

/** A prompt by which the custom agent asks Coppice for these things. */
function asking(...requests: [method: string, params: object][]): ContentBlock[] {
  return [{ type: 'text', text: JSON.stringify(requests) }];
}

const worktreeOf = (app: TestHost, id: SessionId) => app.host.sessions.get(id).worktree?.path ?? '';

function answersOf(app: TestHost, id: SessionId) {
  const text = app.transcript(id).findLast((entry) => entry.type === 'text' && entry.agent === customAgent);
  return JSON.parse(text?.type === 'text' && text.blocks[0]?.type === 'text' ? text.blocks[0].text : '[]');
}

async function whileBuiltinWorks() {
  const { app, id } = await hostWithAgent('uses-client-methods');
  const running = app.enqueue(id, 'slow 600');
  await vi.waitFor(() => expect(app.transcript(id).some(({ type }) => type === 'text')).toBe(true), patient);
  return { app, id, running, worktree: worktreeOf(app, id) };
}

describe('a prompt for a second agent while the first works', () => {
  it('runs beside it at once, and what each wrote is its own', async () => {
    const { app, id, running, worktree } = await whileBuiltinWorks();
    const path = join(worktree, 'beside.txt');
    const prompt = asking(['fs/write_text_file', { path, content: 'from the second\n' }]);
    const { id: beside } = app.host.dispatcher.enqueue(id, customAgent, prompt, 'beside');
    await app.ended(beside);
    expect(app.store.turns.get(running).state.status).toBe('running');
    expect(app.host.sessions.get(id).status).toEqual({ kind: 'working' });
    expect(readFileSync(path, 'utf8')).toBe('from the second\n');
    const [change] = app.host.changes.current(id)?.changes ?? [];
    expect(change).toMatchObject({
      path: 'beside.txt',
      authors: [{ kind: 'agent', agent: customAgent, turnId: beside }],
    });
    expect(app.transcript(id)).toContainEqual(
      expect.objectContaining({ type: 'notice', title: expect.stringContaining('Runs beside') }),
    );
    app.host.dispatcher.cancel(running);
    await app.ended(running);
  });

  it('waits until the first has ended when nothing else was chosen', async () => {
    const { app, id, running } = await whileBuiltinWorks();
    const { id: waiting } = app.host.dispatcher.enqueue(id, customAgent, asking());
    expect(app.store.turns.get(waiting).state.status).toBe('queued');
    app.host.dispatcher.cancel(running);
    await app.ended(running);
    expect(app.store.turns.get(waiting).state.status).toBe('queued');
    app.host.dispatcher.release(id);
    await app.ended(waiting);
    const [first, second] = [app.store.turns.get(running), app.store.turns.get(waiting)];
    expect(second.startedAt).toBeGreaterThanOrEqual(first.endedAt as number);
  });

  it('only reads: what it asks to write, run or be allowed is refused, and the transcript says so', async () => {
    const { app, id, running, worktree } = await whileBuiltinWorks();
    const path = join(worktree, 'refused.txt');
    const options = [
      { optionId: 'yes', name: 'Yes', kind: 'allow_once' },
      { optionId: 'no', name: 'No', kind: 'reject_once' },
    ];
    const ask = (kind?: string) => ({
      toolCall: { toolCallId: `ask ${kind}`, title: 'May I?', kind },
      options,
    });
    const prompt = asking(
      ['fs/write_text_file', { path, content: 'no' }],
      ['terminal/create', { command: 'touch', args: [path] }],
      ['session/request_permission', ask('edit')],
      ['session/request_permission', ask()],
      ['fs/read_text_file', { path: join(worktree, 'README.md') }],
    );
    const { id: reading } = app.host.dispatcher.enqueue(id, customAgent, prompt, 'read-only');
    await app.ended(reading);
    expect(app.store.turns.get(running).state.status).toBe('running');
    const refused = expect.objectContaining({ message: expect.stringContaining('read only') });
    const no = { outcome: { outcome: 'selected', optionId: 'no' } };
    expect(answersOf(app, id)).toEqual([refused, refused, no, no, { content: expect.any(String) }]);
    expect(existsSync(path)).toBe(false);
    const shown = app.transcript(id).filter(({ turnId }) => turnId === reading);
    expect(shown).toContainEqual(
      expect.objectContaining({ type: 'notice', title: expect.stringContaining('has no such mode') }),
    );
    const questions = shown.filter(({ type }) => type === 'permission');
    expect(questions).toHaveLength(2);
    for (const question of questions) expect(question).toMatchObject({ resolution: { by: 'policy' } });
    app.host.dispatcher.cancel(running);
    await app.ended(running);

    // Its next turn may write again.
    const again = app.host.dispatcher.enqueue(id, customAgent, prompt.slice(0, 1));
    await vi.waitFor(() => expect(app.host.permissions.pending(id)).toHaveLength(1), patient);
    app.host.dispatcher.cancel(again.id);
    await app.ended(again.id);
    expect(existsSync(path)).toBe(true);
  });

  it('works in the agent’s own read-only mode for that turn', async () => {
    const { app, id } = await hostWithAgent('good');
    const path = join(worktreeOf(app, id), 'notes.md');
    const text = [{ type: 'text' as const, text: 'write notes.md: hello' }];
    const { id: reading } = app.host.dispatcher.enqueue(id, builtinAgent, text, 'read-only');
    await app.ended(reading);
    expect(existsSync(path)).toBe(false);
    expect(app.transcript(id)).toContainEqual(
      expect.objectContaining({ type: 'notice', title: expect.stringContaining('mode “Plan”') }),
    );
    await app.prompt(id, 'write notes.md: hello');
    expect(readFileSync(path, 'utf8')).toContain('hello');
  });
});

describe('a question of one of two agents', () => {
  it('leaves the other waiting when it is answered', async () => {
    const { app, id } = await hostWithAgent('uses-client-methods');
    const options = [{ optionId: 'yes', name: 'Yes', kind: 'allow_once' }];
    const permission = { toolCall: { toolCallId: 'ask', title: 'May I?' }, options };
    const second = app.host.dispatcher.enqueue(
      id,
      customAgent,
      asking(['session/request_permission', permission]),
      'beside',
    );
    const first = app.host.dispatcher.enqueue(
      id,
      builtinAgent,
      [{ type: 'text', text: 'run true' }],
      'beside',
    );
    await vi.waitFor(() => expect(app.host.permissions.pending(id)).toHaveLength(2), patient);
    expect(app.host.sessions.get(id).status).toEqual({ kind: 'needs-you' });
    const mine = app.host.permissions.pending(id).find(({ title }) => title === 'May I?');
    app.host.permissions.answer(id, mine?.requestId as NonNullable<typeof mine>['requestId'], 'yes');
    await app.ended(second.id);
    expect(app.store.turns.get(first.id).state.status).toBe('awaiting');
    expect(app.host.sessions.get(id).status).toEqual({ kind: 'needs-you' });
    app.host.dispatcher.cancel(first.id);
    await app.ended(first.id);
  });
});
