import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgentBackend } from '../../src/main/services/agent-backend';
import { TestHost } from './test-host';

/** What to say to an agent so that it does what a test needs; a missing one means it cannot. */
export interface ConformancePrompts {
  /** It says something and ends the turn by itself. */
  talk: string;
  /** It asks for a permission. */
  permission: string;
  /** It says something and works until it is cancelled, or long enough to be. */
  wait: string;
  /** It says something and then ends itself in the middle of the turn. */
  exit?: string;
}

export interface ConformanceSubject {
  create(host: TestHost): AgentBackend;
  prompts: ConformancePrompts;
  /** The agent can bring back a conversation in a new process. */
  restores: boolean;
  /** The agent has settings. */
  options: boolean;
}

/** The contract of AgentBackend as tests: every backend passes them with every agent. */
export function describeBackend(name: string, subject: ConformanceSubject): void {
  const { prompts } = subject;

  describe(`${name} as an agent backend`, () => {
    let host: TestHost;
    let backend: AgentBackend;

    beforeEach(async () => {
      host = await TestHost.create();
      backend = subject.create(host);
    });

    afterEach(async () => {
      await host.dispose();
    });

    it('opens a conversation and is idle', async () => {
      const handle = await host.ensure(backend);
      expect(handle.restoration).toBe('new');
      expect(handle.nativeSessionId).not.toBe('');
      expect(backend.status).toBe('idle');
    });

    it('gives the same conversation to a second ensure', async () => {
      const [first, second] = await Promise.all([host.ensure(backend), host.ensure(backend)]);
      expect(second).toBe(first);
    });

    it('streams what the agent says and ends the turn', async () => {
      const handle = await host.ensure(backend);
      host.answer = async ({ options }) => select(options, 'allow');
      const turn = host.prompt(backend, handle, prompts.talk);
      expect(backend.status).toBe('running');
      expect(await turn).toMatchObject({ stopReason: 'end_turn' });
      expect(host.text).not.toBe('');
      expect(backend.status).toBe('idle');
      expect(host.bodies.filter(({ kind }) => kind === 'unknown')).toEqual([]);
    });

    it.each(['allow', 'reject'] as const)('passes on a permission that is to %s', async (verdict) => {
      const handle = await host.ensure(backend);
      host.answer = async ({ options }) => {
        expect(backend.status).toBe('awaiting');
        return select(options, verdict);
      };
      const result = await host.prompt(backend, handle, prompts.permission);
      expect(host.requests).toHaveLength(1);
      expect(host.requests[0]?.title).not.toBe('');
      // Some agents call a rejected turn a cancelled one.
      expect(verdict === 'allow' ? ['end_turn'] : ['end_turn', 'cancelled']).toContain(result.stopReason);
      const { toolCallId } = host.requests[0] ?? {};
      const tools = host.transcript.entries.filter((entry) => entry.type === 'tool');
      if (toolCallId) expect(tools.map(({ tool }) => tool.toolCallId)).toContain(toolCallId);
    });

    it('withdraws the question when the turn is cancelled', async () => {
      const handle = await host.ensure(backend);
      const cancel = new AbortController();
      const turn = host.prompt(backend, handle, prompts.permission, cancel.signal);
      await host.until(() => host.requests.length > 0);
      cancel.abort();
      expect((await turn).stopReason).toBe('cancelled');
    });

    it('cancels a turn and takes the next prompt', async () => {
      const handle = await host.ensure(backend);
      const cancel = new AbortController();
      const turn = host.prompt(backend, handle, prompts.wait, cancel.signal);
      await host.until(() => host.bodies.some(({ kind }) => kind === 'text' || kind === 'tool_call'));
      cancel.abort();
      expect((await turn).stopReason).toBe('cancelled');
      host.answer = async ({ options }) => select(options, 'allow');
      expect((await host.prompt(backend, handle, prompts.talk)).stopReason).toBe('end_turn');
    });

    it('does not send a prompt that is cancelled already', async () => {
      const handle = await host.ensure(backend);
      const result = await host.prompt(backend, handle, prompts.talk, AbortSignal.abort());
      expect(result).toEqual({ stopReason: 'cancelled' });
      expect(host.text).toBe('');
    });

    it('leaves no process behind, also when it is disposed of in the middle of a turn', async () => {
      const handle = await host.ensure(backend);
      const turn = host.prompt(backend, handle, prompts.wait);
      await host.until(() => host.bodies.some(({ kind }) => kind === 'text' || kind === 'tool_call'));
      await Promise.all([backend.dispose(), backend.dispose()]);
      expect((await turn).stopReason).not.toBe('end_turn');
      expect(await host.survivors()).toEqual([]);
      expect(backend.status).toBe('stopped');
      await backend.exited;
    });

    it('can be disposed of before it was started', async () => {
      await backend.dispose();
      await backend.exited;
      await expect(host.ensure(backend)).rejects.toMatchObject({ code: 'agent.exited' });
    });

    it.runIf(subject.restores)('brings a conversation back in a new process', async () => {
      const first = await host.ensure(backend);
      host.answer = async ({ options }) => select(options, 'allow');
      await host.prompt(backend, first, prompts.talk);
      await backend.dispose();
      // A process may have something to say of itself whenever it starts.
      const told = () => host.transcript.entries.filter(({ type }) => type !== 'notice');
      const before = told();
      const again = subject.create(host);
      const handle = await host.ensure(again, { resumeId: first.nativeSessionId });
      expect(handle.nativeSessionId).toBe(first.nativeSessionId);
      expect(['resumed', 'loaded']).toContain(handle.restoration);
      expect(told()).toEqual(before);
      expect((await host.prompt(again, handle, prompts.talk)).stopReason).toBe('end_turn');
    });

    it.runIf(prompts.exit)('fails the turn when the agent ends in its middle', async () => {
      const handle = await host.ensure(backend);
      const result = await host.prompt(backend, handle, prompts.exit as string);
      expect(result).toMatchObject({ stopReason: 'failed', error: { code: 'agent.exited' } });
      await backend.exited;
      expect(backend.status).toBe('failed');
    });

    it.runIf(subject.options)('changes a setting and says so', async () => {
      const handle = await host.ensure(backend);
      const options = host.bodies.findLast((body) => body.kind === 'config')?.options ?? [];
      const option = options.find((one) => one.type === 'select' && one.choices.length > 1);
      if (option?.type !== 'select') throw new Error('The agent has nothing to choose from');
      const value = option.choices.find((choice) => choice.value !== option.value)?.value as string;
      await backend.setOption?.(handle, option.id, value);
      const after = host.bodies.findLast((body) => body.kind === 'config')?.options ?? [];
      expect(after.find(({ id }) => id === option.id)?.value).toBe(value);
    });
  });
}

function select(options: { optionId: string; kind: string }[], verdict: 'allow' | 'reject') {
  const option = options.find(({ kind }) => kind.startsWith(verdict));
  if (!option) throw new Error(`The agent offers nothing to ${verdict}`);
  return { outcome: 'selected' as const, optionId: option.optionId };
}
