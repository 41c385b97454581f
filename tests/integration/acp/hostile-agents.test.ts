import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgentBackend } from '../../../src/main/services/agent-backend';
import { fakeAgent, TestHost } from '../../conformance/test-host';
import { deferred } from '../../support/deferred';

let host: TestHost;

beforeEach(async () => {
  host = await TestHost.create();
});

afterEach(async () => {
  await host.dispose();
  expect(await host.survivors()).toEqual([]);
});

async function turnWith(name: string, text = 'go') {
  const backend = host.backend(fakeAgent(name));
  const handle = await host.ensure(backend);
  const result = await host.prompt(backend, handle, text);
  return { backend, handle, result };
}

function kinds(): string[] {
  return host.bodies.map(({ kind }) => kind);
}

describe('odd output', () => {
  it('survives text and foreign JSON on stdout, and says so once', async () => {
    const { result } = await turnWith('banner-on-stdout');
    expect(result.stopReason).toBe('end_turn');
    const notices = host.bodies.filter((body) => body.kind === 'notice');
    expect(notices).toHaveLength(1);
    expect(notices[0]?.detail).toBe('Welcome to the agent!');
  });

  it('puts lines together that arrive in pieces, also inside a character', async () => {
    await turnWith('half-lines');
    expect(host.text).toBe('naïve text');
  });

  it('keeps the beginning and the end of a line of 40 MB, and says how much is missing', async () => {
    const { result } = await turnWith('huge-line');
    expect(result.stopReason).toBe('end_turn');
    expect(host.text.length).toBeLessThan(500_000);
    expect(host.text).toMatch(
      /^first x+\n\n\[41,493,051 characters left out: too long to keep\]\n\nx+ lastafter$/,
    );
  });

  it('takes a request of many megabytes whole, and drops what is too large in other ways alone', async () => {
    const { result } = await turnWith('huge-values');
    expect(result.stopReason).toBe('end_turn');
    const written = readFileSync(join(host.cwd, 'big.txt'), 'utf8');
    expect([written.length, written.slice(-3)]).toEqual([3_000_003, 'end']);
    const notices = host.bodies.filter((body) => body.kind === 'notice');
    expect(notices.map(({ title }) => title)).toEqual([
      'The huge-values agent sent a message too large to show',
      'The huge-values agent sent a message too large to show',
    ]);
    expect(host.text).toBe('before, between, after');
  });

  it('takes 50,000 updates in order without holding up its own process', async () => {
    const gaps: number[] = [];
    let last = performance.now();
    const ticker = setInterval(() => {
      gaps.push(performance.now() - last);
      last = performance.now();
    }, 5);
    const { result } = await turnWith('flood');
    clearInterval(ticker);
    expect(result.stopReason).toBe('end_turn');
    expect(host.text).toBe(Array.from({ length: 50_000 }, (_, index) => `${index} `).join(''));
    // Other work got its turn all along; a bound on time itself would depend on the machine.
    expect(gaps.length).toBeGreaterThan(5);
  });

  it('waits unheard while what it says cannot be kept, and then is heard to its end', async () => {
    const [full, free] = [deferred<void>(), deferred<void>()];
    let isFull = true;
    const backend = host.backend(fakeAgent('flood'));
    const handle = await host.ensure(backend, {
      room: () => {
        if (!isFull || host.text === '') return undefined;
        full.resolve();
        return free.promise;
      },
    });
    const turn = host.prompt(backend, handle, 'go');
    await full.promise;
    const { length } = host.emitted;
    for (let turns = 0; turns < 100; turns++) await nextTurn();
    expect(host.emitted).toHaveLength(length);
    isFull = false;
    free.resolve();
    expect((await turn).stopReason).toBe('end_turn');
    expect(host.text).toBe(Array.from({ length: 50_000 }, (_, index) => `${index} `).join(''));
  });

  it('keeps what it does not know, and refuses what it did not offer', async () => {
    const { result } = await turnWith('unknown-values');
    expect(result).toMatchObject({ stopReason: 'end_turn', native: 'bored' });
    expect(host.text).toBe('refused with -32601 and -32601');
    const unknown = host.bodies.flatMap((body) => (body.kind === 'unknown' ? [body.native] : []));
    expect(unknown).toEqual(['hologram', 'agent_message_chunk', 'session/update']);
    const smell = host.bodies.find((body) => body.kind === 'text' && body.block.type === 'unknown');
    expect(smell).toMatchObject({ block: { native: '{"type":"smell","of":"rain"}' } });
    const tool = host.transcript.entries.find((entry) => entry.type === 'tool');
    expect(tool?.tool).toMatchObject({ toolKind: 'other', status: 'cancelled' });
    expect(tool?.tool.content).toHaveLength(1);
  });

  it('hears an update before its call, and does not go back from a later status', async () => {
    await turnWith('update-without-call');
    const tools = host.transcript.entries.filter((entry) => entry.type === 'tool');
    expect(tools).toHaveLength(1);
    expect(tools[0]?.tool).toMatchObject({ title: 'Write a file', toolKind: 'edit', status: 'completed' });
  });

  it('tells what came before the conversation had its name', async () => {
    const backend = host.backend(fakeAgent('update-before-answer'));
    await host.ensure(backend);
    expect(kinds()).toEqual(['commands', 'text']);
    expect(host.bodies[0]).toMatchObject({ commands: [{ name: 'review', hint: 'what' }] });
  });

  it('tells updates of another conversation apart, once', async () => {
    await turnWith('wrong-session-id');
    expect(host.text).toBe('mine');
    expect(kinds().filter((kind) => kind === 'unknown')).toHaveLength(1);
  });

  it('hears what comes with and after the end of a turn', async () => {
    const { result } = await turnWith('late-updates');
    expect(result.stopReason).toBe('end_turn');
    expect(host.text).toMatch(/^before with/);
    await host.until(() => host.text === 'before with after');
  });
});

describe('starting', () => {
  it('explains an agent that ends at once by what it printed', async () => {
    const backend = host.backend(fakeAgent('exits-at-start'));
    await expect(host.ensure(backend)).rejects.toMatchObject({
      code: 'agent.start-failed',
      message: expect.stringContaining('exit code 7'),
      detail: 'cannot find the licence file',
    });
    expect((await backend.exited).code).toBe(7);
    expect(backend.status).toBe('failed');
  });

  it('gives up on an agent that never answers', async () => {
    const backend = host.backend(fakeAgent('never-initializes'), { deadlines: { initialize: 200 } });
    await expect(host.ensure(backend)).rejects.toMatchObject({ code: 'agent.start-failed' });
    await backend.exited;
  });

  it('refuses a version of the protocol it does not speak', async () => {
    const backend = host.backend(fakeAgent('answers-version-2'));
    await expect(host.ensure(backend)).rejects.toMatchObject({
      code: 'agent.protocol',
      message: expect.stringContaining('version 2'),
    });
  });

  it('names a program that does not exist, and a worktree that is gone', async () => {
    const nowhere = { ...fakeAgent('good'), command: 'no-such-agent-program' };
    const backend = host.backend(nowhere);
    await expect(host.ensure(backend)).rejects.toMatchObject({ code: 'agent.not-installed' });
    await backend.exited;
    await expect(
      host.ensure(host.backend(fakeAgent('good')), { cwd: `${host.cwd}/gone` }),
    ).rejects.toMatchObject({ code: 'worktree.missing' });
  });

  it('stops starting when it is told to', async () => {
    const control = new AbortController();
    const backend = host.backend(fakeAgent('never-initializes'));
    const start = host.ensure(backend, { signal: control.signal });
    control.abort();
    await expect(start).rejects.toThrow();
    await backend.exited;
  });

  it('can be disposed of while it is starting', async () => {
    const backend = host.backend(fakeAgent('never-initializes'));
    const start = host.ensure(backend);
    const failed = expect(start).rejects.toMatchObject({ code: 'agent.start-failed' });
    await backend.dispose();
    await failed;
  });
});

describe('ending a turn', () => {
  it('asks the user to log in when the agent says so', async () => {
    const { result, backend } = await turnWith('login-required');
    expect(result).toMatchObject({
      stopReason: 'failed',
      error: { code: 'agent.auth-required', hint: expect.stringContaining('terminal') },
    });
    expect(backend.status).toBe('idle');
  });

  it('passes on what the agent says went wrong', async () => {
    const { result } = await turnWith('prompt-error');
    expect(result).toMatchObject({
      stopReason: 'failed',
      error: { message: expect.stringContaining('The model is overloaded.') },
    });
  });

  it('fails the turn with the last of stderr when the agent dies', async () => {
    const { result } = await turnWith('good', 'exit');
    expect(result.error).toMatchObject({ code: 'agent.exited', detail: 'the agent fell over' });
    expect(host.text).toBe('Going');
  });

  it('calls a cancelled turn cancelled, whatever the agent calls it', async () => {
    const { result } = await cancelWhenWorking(host.backend(fakeAgent('cancels-as-end-turn')));
    expect(result).toEqual({ stopReason: 'cancelled', native: 'end_turn' });
  });

  it('kills an agent that does not stop', async () => {
    const backend = host.backend(fakeAgent('ignores-cancel'), { deadlines: { cancel: 100 } });
    const { result } = await cancelWhenWorking(backend);
    expect(result).toEqual({ stopReason: 'cancelled' });
    expect((await backend.exited).signal).toBe('SIGKILL');
  });

  it('ends an agent that ignores its input and SIGTERM, within its deadline', async () => {
    const backend = host.backend(fakeAgent('never-exits'), { deadlines: { close: 100 } });
    await host.ensure(backend);
    await backend.dispose();
    expect((await backend.exited).signal).toBe('SIGKILL');
  });

  it.runIf(process.platform === 'linux')(
    'ends the command a cancelled agent left running, says so, and spares what was there before',
    async () => {
      const backend = host.backend(fakeAgent('leaves-command'));
      const handle = await host.ensure(backend);
      const control = new AbortController();
      const turn = host.prompt(backend, handle, 'go', control.signal);
      await host.until(() => kinds().includes('tool_update'));
      control.abort();
      expect(await turn).toMatchObject({ stopReason: 'cancelled' });
      const notice = host.bodies.find((body) => body.kind === 'notice');
      expect(notice).toMatchObject({
        severity: 'info',
        title: expect.stringContaining('left a command running'),
        detail: 'tail -f /dev/null',
      });
      const commands = await Promise.all((await host.survivors()).map(commandLine));
      expect(commands.filter((line) => line.includes('tail'))).toEqual(['tail -f /dev/null --retry ']);
      for (const pid of await host.survivors()) if (pid !== backend.pid) process.kill(pid, 'SIGKILL');
    },
  );

  it('says so when the agent ends a turn without a word, with what it printed meanwhile', async () => {
    const { result } = await turnWith('says-nothing');
    expect(result.stopReason).toBe('end_turn');
    expect(host.bodies.filter((body) => body.kind === 'notice')).toEqual([
      {
        kind: 'notice',
        severity: 'warning',
        title: 'The says-nothing agent ended its turn without saying anything',
        detail: '401 Unauthorized',
      },
    ]);
  });

  it('ends what the agent leaves behind', async () => {
    const backend = host.backend(fakeAgent('leaves-grandchild'));
    const handle = await host.ensure(backend);
    const result = await host.prompt(backend, handle, 'exit');
    expect(result.error?.code).toBe('agent.exited');
    await backend.exited;
    expect(await host.survivors()).toEqual([]);
  });
});

describe('broken pipes', () => {
  it('ends an agent that closes its output and lives on', async () => {
    const backend = host.backend(fakeAgent('closes-stdout'), { deadlines: { close: 100 } });
    const handle = await host.ensure(backend);
    const result = await host.prompt(backend, handle, 'go');
    expect(result).toMatchObject({ stopReason: 'failed', error: { code: 'agent.exited' } });
    expect(host.text).toBe('Last words');
  });

  it('cancels, and kills, an agent that reads nothing any more', async () => {
    const backend = host.backend(fakeAgent('stops-reading'), { deadlines: { cancel: 100 } });
    const { result } = await cancelWhenWorking(backend, 'x'.repeat(1024 * 1024));
    expect(result.stopReason).toBe('cancelled');
    expect((await backend.exited).signal).toBe('SIGKILL');
  });

  it('stops listening to an agent that asks on and on and reads no answer', async () => {
    const backend = host.backend(fakeAgent('asks-without-reading'), { deadlines: { cancel: 100 } });
    const handle = await host.ensure(backend);
    host.answer = async ({ options }) => ({ outcome: 'selected', optionId: options[0]?.optionId ?? '' });
    const control = new AbortController();
    const turn = host.prompt(backend, handle, 'go', control.signal);
    await host.until(() => host.requests.length > 256);
    control.abort();
    expect((await turn).stopReason).toBe('cancelled');
    expect(host.requests.length).toBeLessThan(300);
  });

  it('keeps only the end of a gigabyte on stderr', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const { result } = await turnWith('floods-stderr');
    expect(result.stopReason).toBe('end_turn');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200 * 1024 * 1024);
  });

  it.runIf(process.platform === 'linux')('does not wait for a stranger who holds the pipes', async () => {
    const backend = host.backend(fakeAgent('dies-leaving-pipes'));
    const handle = await host.ensure(backend);
    const result = await host.prompt(backend, handle, 'exit');
    expect(result.error?.code).toBe('agent.exited');
    // Out of the agent's group; the run's marker is for such ones.
    for (const pid of await host.survivors()) process.kill(pid, 'SIGKILL');
    await vi.waitFor(async () => expect(await host.survivors()).toEqual([]), { timeout: 10_000 });
  });

  it('ignores answers to what was never asked, and second ones', async () => {
    const { backend, handle, result } = await turnWith('answers-twice', 'talk');
    expect(result).toMatchObject({ stopReason: 'end_turn' });
    expect(host.text).toBe('One two threeDone');
    expect(await host.prompt(backend, handle, 'talk')).toMatchObject({ stopReason: 'end_turn' });
  });

  it('keeps a finished turn finished when the agent dies right after it', async () => {
    const { backend, result } = await turnWith('dies-after-answer');
    expect(result).toMatchObject({ stopReason: 'end_turn' });
    expect(await backend.exited).toMatchObject({ code: 4 });
    expect(host.text).toBe('whole');
    expect(backend.status).toBe('failed');
  });
});

describe('steering', () => {
  async function steered(args: string[] = []) {
    const backend = host.backend(fakeAgent('steerable', args));
    const handle = await host.ensure(backend);
    const control = new AbortController();
    const turn = host.prompt(backend, handle, 'wait', control.signal);
    await host.until(() => kinds().includes('text'));
    const taken = await backend.steer?.(handle, [{ type: 'text', text: 'faster' }]);
    if (taken !== 'taken' || args.length > 0) control.abort();
    return { taken, result: await turn };
  }

  it('goes into the running turn of an agent that says it can', async () => {
    const { taken, result } = await steered();
    expect(taken).toBe('taken');
    expect(result.stopReason).toBe('end_turn');
    expect(host.text).toBe('Waiting. Told: faster');
  });

  it.each(['promptRequired', 'shrug', 'error'])('is not taken by one that answers %s', async (answer) => {
    expect((await steered([answer])).taken).toBe('refused');
    expect(kinds()).not.toContain('notice');
  });

  it('is said when the agent starts a turn of its own with it', async () => {
    expect((await steered(['startedNewTurn'])).taken).toBe('taken');
    expect(kinds()).toContain('notice');
  });

  it('is not known to be taken when the agent ends before it answers', async () => {
    expect((await steered(['exit'])).taken).toBe('unknown');
  });

  it('is not offered where the agent did not say so', async () => {
    const backend = host.backend(fakeAgent('good'));
    await host.ensure(backend);
    expect(backend.steer).toBeUndefined();
  });
});

describe('questions', () => {
  it('withdraws a question the agent takes back, and keeps the other', async () => {
    host.answer = (request, signal) =>
      request.toolCallId === 'b'
        ? host
            .until(() => kinds().includes('request_resolved'))
            .then(() => ({ outcome: 'selected', optionId: 'yes' }) as const)
        : new Promise((resolve) =>
            signal.addEventListener('abort', () => resolve({ outcome: 'cancelled' }), { once: true }),
          );
    await turnWith('withdraws-permission');
    expect(host.requests.map(({ toolCallId }) => toolCallId)).toEqual(['a', 'b']);
    expect(host.requests[0]).toMatchObject({ title: 'Run a command', detail: 'make all' });
    expect(new Set(host.requests.map(({ requestId }) => requestId)).size).toBe(2);
    const resolved = host.bodies.filter((body) => body.kind === 'request_resolved');
    expect(resolved).toEqual([
      { kind: 'request_resolved', requestId: host.requests[0]?.requestId, outcome: 'cancelled', by: 'agent' },
    ]);
    expect(JSON.parse(host.text)).toEqual([
      { outcome: 'cancelled' },
      { outcome: 'selected', optionId: 'yes' },
    ]);
  });
});

describe('bringing a conversation back', () => {
  it('marks a replay that comes after the answer, and tells no history as new', async () => {
    const backend = host.backend(fakeAgent('replays-after-load'));
    const handle = await host.ensure(backend, { resumeId: 'good-1' });
    expect(handle.restoration).toBe('loaded');
    expect(host.emitted.map(({ origin, body }) => [origin, body.kind])).toEqual([
      ['replay', 'user_message'],
      ['replay', 'text'],
    ]);
    await host.prompt(backend, handle, 'talk');
    expect(host.text).toBe('One two threeDone');
  });

  it('says that a forgotten conversation is gone', async () => {
    const backend = host.backend(fakeAgent('forgets-sessions'));
    await expect(host.ensure(backend, { resumeId: 'good-1' })).rejects.toMatchObject({
      code: 'agent.context-lost',
      message: expect.stringContaining('no longer has'),
    });
  });

  it('tells a conversation that is still listed from one that is gone', async () => {
    const backend = host.backend(fakeAgent('cannot-open-listed'));
    await expect(host.ensure(backend, { resumeId: 'good-1' })).rejects.toMatchObject({
      code: 'agent.context-lost',
      message: expect.stringContaining('still has'),
    });
  });
});

describe('settings', () => {
  it('folds modes into an option and believes a silent set_mode', async () => {
    const backend = host.backend(fakeAgent('modes-only'));
    const handle = await host.ensure(backend);
    await backend.setOption?.(handle, 'mode', 'plan');
    const values = host.bodies.flatMap((body) => (body.kind === 'config' ? [body.options[0]?.value] : []));
    expect(values).toEqual(['default', 'plan']);
    await expect(backend.setOption?.(handle, 'colour', 'red')).rejects.toMatchObject({
      code: 'input.invalid',
    });
  });

  it('sets a boolean', async () => {
    const backend = host.backend(fakeAgent('good'));
    const handle = await host.ensure(backend);
    await backend.setOption?.(handle, 'verbose', true);
    const config = host.bodies.findLast((body) => body.kind === 'config');
    expect(config?.options.find(({ id }) => id === 'verbose')).toMatchObject({
      type: 'boolean',
      value: true,
    });
  });
});

async function commandLine(pid: number): Promise<string> {
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ');
}

async function cancelWhenWorking(backend: AgentBackend, text = 'go') {
  const handle = await host.ensure(backend);
  const control = new AbortController();
  const turn = host.prompt(backend, handle, text, control.signal);
  await host.until(() => kinds().includes('text'));
  control.abort();
  return { result: await turn };
}
