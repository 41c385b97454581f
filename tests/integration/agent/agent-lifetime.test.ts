import { once } from 'node:events';
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { methods, type SessionUpdate } from '@agentclientprotocol/sdk';
import { describe, expect, it, vi } from 'vitest';
import { agentFixture } from './agent-fixture';

const fixture = agentFixture();

const hasText = (text: string) => (update: SessionUpdate) =>
  update.sessionUpdate === 'agent_message_chunk' &&
  update.content.type === 'text' &&
  update.content.text.includes(text);

const hasOutput = (text: string) => (update: SessionUpdate) =>
  update.sessionUpdate === 'tool_call_update' && JSON.stringify(update.content ?? []).includes(text);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A killed orphan may stay a zombie where nothing reaps it.
  const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '';
  return !/\) Z /.test(stat);
}

async function expectGone(pidFile: string): Promise<void> {
  const pid = Number(readFileSync(pidFile, 'utf8'));
  expect(pid).toBeGreaterThan(1);
  // The kernel ends a killed process soon, and tells nobody who is not its parent.
  await vi.waitUntil(() => !isAlive(pid), { timeout: 5000, interval: 20 });
}

const STUBBORN = 'run sh -c \'trap "" TERM; echo $$ > pid; echo started; while :; do sleep 1; done\'';

describe('commands', () => {
  it('asks, runs in the worktree, streams output and tells the exit code', async () => {
    const agent = await fixture.start({ env: { COPPICE_MODEL_API_KEY: 'secret-key' } });
    const root = await fixture.repository();
    const session = await agent.newSession(root);
    await agent.prompt(session, 'run pwd && env && echo err >&2 && exit 3');
    expect(agent.permissions[0]?.toolCall).toMatchObject({ kind: 'execute' });
    expect(agent.calls[0]).toMatchObject({ kind: 'execute', status: 'failed' });
    expect(agent.contentOf(0)).toContain(root);
    expect(agent.contentOf(0)).toContain('err');
    expect(agent.contentOf(0)).not.toContain('secret-key');
    expect(agent.text).toContain('Exit code 3');
  });

  it('remembers "always" for the first word, and never for a hidden second command', async () => {
    const agent = await fixture.start();
    const session = await agent.newSession(await fixture.repository());
    agent.answer = 'allow_always';
    await agent.prompt(session, 'run echo one');
    expect(agent.permissions).toHaveLength(1);
    await agent.prompt(session, 'run echo two');
    expect(agent.permissions).toHaveLength(1);
    agent.answer = 'reject_once';
    await agent.prompt(session, 'run echo three; touch here');
    expect(agent.permissions).toHaveLength(2);
    expect(agent.text).toContain('You rejected this');
  });

  it('cancels while a command runs: its whole group is killed, also when it ignores SIGTERM', async () => {
    const agent = await fixture.start();
    const root = await fixture.repository();
    const session = await agent.newSession(root);
    const turn = agent.prompt(session, STUBBORN);
    await agent.waitFor(hasOutput('started'));
    await agent.cancel(session);
    expect(await turn).toBe('cancelled');
    expect(agent.calls[0]?.status).toBe('failed');
    expect(agent.contentOf(0)).toContain('Cancelled.');
    await expectGone(join(root, 'pid'));
    expect(await agent.prompt(session, 'help')).toBe('end_turn');
  });

  it('does not wait for what a command left in the background, and ends it', async () => {
    const agent = await fixture.start();
    const root = await fixture.repository();
    const session = await agent.newSession(root);
    expect(await agent.prompt(session, 'run sleep 1000 & echo $! > pid')).toBe('end_turn');
    expect(agent.calls[0]?.status).toBe('completed');
    await expectGone(join(root, 'pid'));
  });
});

describe('cancel', () => {
  it('stops a stream at once and takes the next prompt', async () => {
    const agent = await fixture.start();
    const session = await agent.newSession(await fixture.repository());
    const turn = agent.prompt(session, 'slow 500');
    await agent.waitFor(hasText('Line 2 of'));
    await expect(agent.prompt(session, 'help')).rejects.toThrow('still busy');
    await agent.cancel(session);
    expect(await turn).toBe('cancelled');
    expect(agent.text).not.toContain('Line 20 of');
    expect(await agent.prompt(session, 'help')).toBe('end_turn');
  });

  it('withdraws a permission request', async () => {
    const agent = await fixture.start();
    const root = await fixture.repository({ 'a.md': 'a' });
    const session = await agent.newSession(root);
    agent.answer = 'hang';
    const turn = agent.prompt(session, 'delete a.md');
    await agent.waitForPermission();
    await agent.cancel(session);
    expect(await turn).toBe('cancelled');
    expect(agent.calls[0]?.status).toBe('failed');
    expect(existsSync(join(root, 'a.md'))).toBe(true);
  });
});

describe('end of life', () => {
  it('ends with stdin, and its running command with it', async () => {
    const agent = await fixture.start();
    const root = await fixture.repository();
    const turn = agent.prompt(await agent.newSession(root), STUBBORN).catch(() => 'connection closed');
    await agent.waitFor(hasOutput('started'));
    const exited = once(agent.child, 'exit');
    agent.child.stdin?.end();
    expect(await exited).toEqual([0, null]);
    await expectGone(join(root, 'pid'));
    expect(await turn).toBe('connection closed');
  });

  it('leaves no command behind even when it is killed itself', async () => {
    const agent = await fixture.start();
    const root = await fixture.repository();
    agent.prompt(await agent.newSession(root), STUBBORN).catch(() => undefined);
    await agent.waitFor(hasOutput('started'));
    await agent.kill('SIGKILL');
    await expectGone(join(root, 'pid'));
  });
});

describe('histories', () => {
  it('offers no load without a folder to keep them in', async () => {
    const agent = await fixture.start();
    const { agentCapabilities } = await agent.rpc.request(methods.agent.initialize, { protocolVersion: 1 });
    expect(agentCapabilities?.loadSession).toBe(false);
    const session = await agent.newSession(await fixture.repository());
    await expect(
      agent.rpc.request(methods.agent.session.load, { sessionId: session, cwd: '/tmp', mcpServers: [] }),
    ).rejects.toThrow('Method not found');
  });

  it('loads after SIGKILL in mid-turn: replays before it answers, closes what was open, knows the past', async () => {
    const env = { COPPICE_AGENT_STATE: join(await fixture.folder(), 'state') };
    const cwd = await fixture.repository();
    const first = await fixture.start({ env });
    const sessionId = await first.newSession(cwd);
    await first.rpc.request(methods.agent.session.setMode, { sessionId, modeId: 'auto' });
    await first.prompt(sessionId, 'write a.md: one');
    first.prompt(sessionId, 'slow 3\nrun echo started && sleep 1000').catch(() => undefined);
    await first.waitFor(hasOutput('started'));
    await first.kill('SIGKILL');

    const second = await fixture.start({ env });
    const loaded = await second.rpc.request(methods.agent.session.load, { sessionId, cwd, mcpServers: [] });
    expect(loaded.modes?.currentModeId).toBe('auto');
    const kinds = second.updates.map((update) => update.sessionUpdate);
    expect(kinds.filter((kind) => kind === 'user_message_chunk')).toHaveLength(2);
    expect(kinds.indexOf('user_message_chunk')).toBe(0);
    expect(second.calls.map((call) => call.status)).toEqual(['completed', 'failed']);
    expect(second.contentOf(1)).toContain('Interrupted');
    expect(second.text).toContain('Wrote `a.md`');
    expect(second.text).toContain('Line 3 of 3');

    second.clear();
    await second.prompt(sessionId, 'history');
    expect(second.text).toContain('1. write a.md: one');
    expect(second.text).toContain('2. slow 3');

    const third = await fixture.start({ env });
    await third.rpc.request(methods.agent.session.load, { sessionId, cwd, mcpServers: [] });
    expect(third.calls.map((call) => call.status)).toEqual(['completed', 'failed']);
  });

  it('goes on after SIGKILL with what was left of the plain commands, and declines when nothing is', async () => {
    const env = { COPPICE_AGENT_STATE: await fixture.folder() };
    const cwd = await fixture.repository();
    const first = await fixture.start({ env });
    const sessionId = await first.newSession(cwd);
    const waits = 'run test -e go || (echo started && sleep 1000)';
    first.prompt(sessionId, `append a.md: once\n${waits}\nwrite b.md: two`).catch(() => undefined);
    await first.waitFor(hasOutput('started'));
    await first.kill('SIGKILL');

    const second = await fixture.start({ env });
    await second.rpc.request(methods.agent.session.resume, { sessionId, cwd });
    writeFileSync(join(cwd, 'go'), '');
    expect(await second.prompt(sessionId, 'Continue where you were interrupted.')).toBe('end_turn');
    expect(readFileSync(join(cwd, 'a.md'), 'utf8').match(/once/g)).toHaveLength(1);
    expect(readFileSync(join(cwd, 'b.md'), 'utf8')).toContain('two');
    expect(await second.prompt(sessionId, 'continue')).toBe('refusal');
  });

  it('declines what it does not understand', async () => {
    const agent = await fixture.start();
    const session = await agent.newSession(await fixture.repository());
    expect(await agent.prompt(session, 'Please make it nicer.')).toBe('refusal');
    expect(agent.text).toContain('I only follow plain commands');
    expect(await agent.prompt(session, 'write a.md: one\nand make it nicer')).toBe('refusal');
  });

  it('resumes without a replay', async () => {
    const env = { COPPICE_AGENT_STATE: await fixture.folder() };
    const cwd = await fixture.repository();
    const first = await fixture.start({ env });
    const sessionId = await first.newSession(cwd);
    await first.prompt(sessionId, 'think');
    await first.kill();

    const second = await fixture.start({ env });
    await second.rpc.request(methods.agent.session.resume, { sessionId, cwd });
    await second.waitFor((update) => update.sessionUpdate === 'available_commands_update');
    expect(second.updates).toHaveLength(1);
    await second.prompt(sessionId, 'history');
    expect(second.text).toContain('1. think');
  });

  it('survives half a line at the end of a history', async () => {
    const state = await fixture.folder();
    const cwd = await fixture.repository();
    const first = await fixture.start({ env: { COPPICE_AGENT_STATE: state } });
    const sessionId = await first.newSession(cwd);
    await first.prompt(sessionId, 'think');
    await first.kill();
    const file = join(state, readdirSync(state)[0] as string);
    appendFileSync(file, '{"type":"update","upd');

    const second = await fixture.start({ env: { COPPICE_AGENT_STATE: state } });
    await second.rpc.request(methods.agent.session.load, { sessionId, cwd, mcpServers: [] });
    await second.prompt(sessionId, 'write a.md: after');
    await second.kill();

    const third = await fixture.start({ env: { COPPICE_AGENT_STATE: state } });
    await third.rpc.request(methods.agent.session.load, { sessionId, cwd, mcpServers: [] });
    expect(third.text).toContain('Wrote `a.md`');
  });

  it('lists, deletes and does not find unknown sessions', async () => {
    const agent = await fixture.start({ env: { COPPICE_AGENT_STATE: await fixture.folder() } });
    const cwd = await fixture.repository();
    const sessionId = await agent.newSession(cwd);
    await agent.prompt(sessionId, 'think');
    const listed = await agent.rpc.request(methods.agent.session.list, { cwd });
    expect(listed.sessions).toMatchObject([{ sessionId, cwd, title: 'think' }]);
    await agent.rpc.request(methods.agent.session.delete, { sessionId });
    expect((await agent.rpc.request(methods.agent.session.list, {})).sessions).toEqual([]);
    for (const unknown of [sessionId, '../../etc/passwd']) {
      const load = agent.rpc.request(methods.agent.session.load, { sessionId: unknown, cwd, mcpServers: [] });
      await expect(load).rejects.toMatchObject({ code: -32002 });
    }
    await expect(agent.prompt(sessionId, 'help')).rejects.toMatchObject({ code: -32002 });
  });
});
