import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { methods } from '@agentclientprotocol/sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ModelServer } from '../../fakes/model-server';
import { agentFixture } from './agent-fixture';

const fixture = agentFixture();
let server: ModelServer;

beforeEach(async () => {
  server = await ModelServer.start();
});
afterEach(() => server.stop());

const modelEnv = (provider: string, extra: Record<string, string> = {}) => ({
  COPPICE_MODEL_PROVIDER: provider,
  COPPICE_MODEL_BASE_URL: server.url,
  COPPICE_MODEL_NAME: 'fake-model',
  COPPICE_MODEL_API_KEY: 'sk-very-secret',
  ...extra,
});

describe.each(['openai-compatible', 'anthropic'])('a turn with an %s endpoint', (provider) => {
  const start = (extra?: Record<string, string>) => fixture.start({ env: modelEnv(provider, extra) });

  it('streams reasoning and text under stable ids, and counts tokens', async () => {
    server.on('hello', [{ pieces: [{ reasoning: 'Let me think.' }, { text: 'Hel' }, { text: 'lo!' }] }]);
    const agent = await start();
    const session = await agent.newSession(
      await fixture.repository({ 'AGENTS.md': 'Speak like a forester.' }),
    );
    await agent.waitFor((update) => update.sessionUpdate === 'config_option_update');
    expect(await agent.prompt(session, 'hello')).toBe('end_turn');
    expect(agent.thoughts).toBe('Let me think.');
    expect(agent.text).toBe('Hello!');
    const ids = new Set(agent.of('agent_message_chunk').map((chunk) => chunk.messageId));
    if (provider === 'openai-compatible') expect(ids.size).toBe(1);
    expect(agent.of('usage_update').at(-1)).toMatchObject({ used: 120, size: 32_000 });
    expect(JSON.stringify(server.requests[0]?.body)).toContain('Speak like a forester.');
    expect(JSON.stringify(server.requests[0]?.headers)).toContain('sk-very-secret');
  });

  it('goes round with tools: reads, edits and runs, and tells the model what came of it', async () => {
    server.on('fix it', [
      { pieces: [{ text: 'Looking.' }, { tool: 'read', input: { path: 'a.ts' } }] },
      {
        pieces: [
          { tool: 'edit', input: { path: 'a.ts', old_string: 'one', new_string: 'two' } },
          { tool: 'write', input: { path: 'b.ts', content: 'new\n' } },
          { tool: 'run', input: { command: 'cat a.ts' } },
        ],
      },
      { pieces: [{ text: 'Done.' }] },
    ]);
    const agent = await start();
    const root = await fixture.repository({ 'a.ts': 'one\n' });
    const session = await agent.newSession(root);
    expect(await agent.prompt(session, 'fix it')).toBe('end_turn');
    expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe('two\n');
    expect(readFileSync(join(root, 'b.ts'), 'utf8')).toBe('new\n');
    expect(agent.calls.map((call) => [call.name, call.kind, call.status])).toEqual([
      ['read', 'read', 'completed'],
      ['edit', 'edit', 'completed'],
      ['write', 'edit', 'completed'],
      ['run', 'execute', 'completed'],
    ]);
    expect(agent.calls[1]?.content?.[0]).toMatchObject({ type: 'diff', oldText: 'one\n', newText: 'two\n' });
    expect(agent.calls[1]?.locations).toEqual([{ path: join(root, 'a.ts') }]);
    expect(agent.permissions).toHaveLength(1);
    const last = JSON.stringify(server.requests[2]?.body.messages);
    expect(last).toContain('one\\\\n'.replace('\\\\', '\\'));
    expect(last).toContain('Exit code 0.');
    expect(agent.text).toBe('Looking.Done.');
  });

  it('tells the model about failures and refusals, and goes on', async () => {
    server.on('try', [
      {
        pieces: [
          { tool: 'read', input: { path: '../secret' } },
          { tool: 'edit', input: { path: 'a.ts', old_string: 'x', new_string: 'y' } },
          { tool: 'run', input: { command: 'touch never' } },
          { tool: 'write', input: { path: 7 } },
          { tool: 'conjure', input: {} },
        ],
      },
      { pieces: [{ text: 'I see.' }] },
    ]);
    const agent = await start();
    agent.answer = 'reject_once';
    const session = await agent.newSession(await fixture.repository({ 'a.ts': 'x x' }));
    expect(await agent.prompt(session, 'try')).toBe('end_turn');
    expect(agent.calls.map((call) => call.status)).toEqual(Array(5).fill('failed'));
    const told = JSON.stringify(server.requests[1]?.body.messages);
    expect(told).toContain('outside this session');
    expect(told).toContain('occurs 2 times');
    expect(told).toContain('You rejected this');
    expect(agent.text).toBe('I see.');
  });

  it('restores the conversation after SIGKILL in mid-turn', async () => {
    server.on('remember', [{ pieces: [{ text: 'I will remember 4711.' }] }]);
    server.on('go on', [{ pieces: [{ text: 'Half an ans' }, { hang: true }] }]);
    server.on('recall', [{ pieces: [{ text: 'ok' }] }]);
    const env = { COPPICE_AGENT_STATE: await fixture.folder() };
    const cwd = await fixture.repository();
    const first = await start(env);
    const sessionId = await first.newSession(cwd);
    await first.prompt(sessionId, 'remember');
    await first.prompt(sessionId, '/think');
    first.prompt(sessionId, 'go on').catch(() => undefined);
    await first.waitFor((update) => JSON.stringify(update).includes('Half an ans'));
    await first.kill();

    const second = await start(env);
    await second.rpc.request(methods.agent.session.load, { sessionId, cwd, mcpServers: [] });
    expect(second.text).toContain('I will remember 4711.');
    await second.prompt(sessionId, 'recall');
    const messages = JSON.stringify(server.requests.at(-1)?.body.messages);
    expect(messages).toContain('remember 4711');
    expect(messages).toContain('interrupted');
  });

  it('aborts the request to the model at once on cancel', async () => {
    server.on('hang', [{ pieces: [{ text: 'One moment' }, { hang: true }] }]);
    const agent = await start();
    const session = await agent.newSession(await fixture.repository());
    const turn = agent.prompt(session, 'hang');
    await agent.waitFor((update) => update.sessionUpdate === 'agent_message_chunk');
    await agent.cancel(session);
    expect(await turn).toBe('cancelled');
    await server.waitForAbort();
  });

  it.each([
    [401, -32000, 'Check the key in Settings'],
    [404, -32603, 'does not know the model "fake-model"'],
    [400, -32603, 'did not accept the request'],
  ])('explains %i', async (status, code, sentence) => {
    const body = { error: { message: 'bad sk-very-secret' } };
    server.on('hello', [{ status, body }]);
    const agent = await start();
    const session = await agent.newSession(await fixture.repository());
    const error = await agent.prompt(session, 'hello').catch((reason: unknown) => reason as Error);
    expect(error).toMatchObject({ code });
    expect(String(error)).toContain(sentence);
    expect(String(error)).not.toContain('sk-very-secret');
    expect(server.requests).toHaveLength(1);
  });

  it('asks again after 429, visibly, and then succeeds', async () => {
    server.on('hello', [{ status: 429, headers: { 'retry-after': '0' } }, { pieces: [{ text: 'Hi.' }] }]);
    const agent = await start();
    const session = await agent.newSession(await fixture.repository());
    expect(await agent.prompt(session, 'hello')).toBe('end_turn');
    expect(agent.thoughts).toContain('429');
    expect(agent.text).toBe('Hi.');
  });

  it('gives up after three retries', async () => {
    server.on('hello', [{ status: 429, headers: { 'retry-after': '0' } }]);
    const agent = await start();
    const session = await agent.newSession(await fixture.repository());
    await expect(agent.prompt(session, 'hello')).rejects.toThrow('takes no more requests');
    expect(server.requests).toHaveLength(4);
  });

  it('does not repeat what was shown when the connection drops', async () => {
    server.on('hello', [{ pieces: [{ text: 'Half' }, { drop: true }] }]);
    server.on('continue', [{ pieces: [{ text: ' done' }] }]);
    const agent = await start();
    const session = await agent.newSession(await fixture.repository());
    await expect(agent.prompt(session, 'hello')).rejects.toThrow('broke off');
    expect(agent.text).toBe('Half');
    await agent.prompt(session, 'continue');
    expect(JSON.stringify(server.requests.at(-1)?.body.messages)).toContain('Half');
  });

  it('gives up on a silent endpoint', async () => {
    server.on('hello', [{ pieces: [{ hang: true }] }]);
    const agent = await start({ COPPICE_MODEL_TIMEOUT_MS: '300' });
    const session = await agent.newSession(await fixture.repository());
    await expect(agent.prompt(session, 'hello')).rejects.toThrow('did not answer in time');
  });
});

it('asks an Anthropic model for thinking when told to, and sends it back with the tools’ results', async () => {
  server.on('look', [
    { pieces: [{ reasoning: 'Files first.' }, { tool: 'list', input: { path: '.' } }] },
    { pieces: [{ text: 'Seen.' }] },
  ]);
  const agent = await fixture.start({
    env: modelEnv('anthropic', { COPPICE_MODEL_THINKING_TOKENS: '2048' }),
  });
  expect(await agent.prompt(await agent.newSession(await fixture.repository()), 'look')).toBe('end_turn');
  expect(server.requests[0]?.body).toMatchObject({ thinking: { type: 'enabled', budget_tokens: 2048 } });
  expect(JSON.stringify(server.requests[1]?.body.messages)).toContain('"thinking":"Files first."');
});

describe('a session with a model', () => {
  const start = (extra?: Record<string, string>) =>
    fixture.start({ env: modelEnv('openai-compatible', extra) });

  it('keeps plain commands behind a slash', async () => {
    const agent = await start();
    const root = await fixture.repository();
    const session = await agent.newSession(root);
    await agent.prompt(session, '/write a.md: plain');
    expect(readFileSync(join(root, 'a.md'), 'utf8')).toBe('plain\n');
    expect(server.requests).toHaveLength(0);
  });

  it('offers the models of the endpoint and uses the chosen one', async () => {
    server.on('hello', [{ pieces: [{ text: 'Hi.' }] }]);
    const agent = await start();
    const sessionId = await agent.newSession(await fixture.repository());
    const update = await agent.waitFor((candidate) => candidate.sessionUpdate === 'config_option_update');
    expect(JSON.stringify(update)).toContain('other-model');
    const option = { sessionId, configId: 'model', value: 'other-model' };
    await agent.rpc.request(methods.agent.session.setConfigOption, option);
    await agent.prompt(sessionId, 'hello');
    expect(server.requests[0]?.body.model).toBe('other-model');
  });

  it('only gets reading tools in plan mode', async () => {
    server.on('hello', [{ pieces: [{ text: 'Hi.' }] }]);
    const agent = await start();
    const sessionId = await agent.newSession(await fixture.repository());
    await agent.rpc.request(methods.agent.session.setMode, { sessionId, modeId: 'plan' });
    await agent.prompt(sessionId, 'hello');
    const names = JSON.stringify(server.requests[0]?.body.tools);
    expect(names).toContain('"search"');
    expect(names).not.toContain('"write"');
    expect(JSON.stringify(server.requests[0]?.body.messages)).toContain('Plan mode');
  });

  it('takes <think> out of the text of models that write it there', async () => {
    server.on('hello', [{ pieces: [{ text: '<think>hmm</think>' }, { text: 'Hi.' }] }]);
    const agent = await start();
    await agent.prompt(await agent.newSession(await fixture.repository()), 'hello');
    expect(agent.thoughts).toBe('hmm');
    expect(agent.text.trim()).toBe('Hi.');
  });

  it('stops a model that never comes to an end, and one that runs out of tokens', async () => {
    server.on('loop', [{ pieces: [{ tool: 'list', input: { path: '.' } }] }]);
    server.on('long', [{ pieces: [{ text: 'and so' }], finish: 'length' }]);
    const agent = await start();
    const session = await agent.newSession(await fixture.repository());
    expect(await agent.prompt(session, 'loop')).toBe('max_turn_requests');
    expect(new Set(agent.calls.map((call) => call.toolCallId)).size).toBe(50);
    expect(await agent.prompt(session, 'long')).toBe('max_tokens');
  });

  it('says so when nothing listens, and when the settings are unusable', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const agent = await start({ COPPICE_MODEL_BASE_URL: `http://127.0.0.1:${port}` });
    const session = await agent.newSession(await fixture.repository());
    await expect(agent.prompt(session, 'hello')).rejects.toThrow('Nothing answers at');

    const misled = await start({ COPPICE_MODEL_BASE_URL: 'localhost' });
    const other = await misled.newSession(await fixture.repository());
    await expect(misled.prompt(other, 'hello')).rejects.toThrow('Correct them in Settings');
  });

  it('sends embedded files and images to the model', async () => {
    server.on('look', [{ pieces: [{ text: 'Seen.' }] }]);
    const agent = await start();
    const root = await fixture.repository();
    const sessionId = await agent.newSession(root);
    await agent.rpc.request(methods.agent.session.prompt, {
      sessionId,
      prompt: [
        { type: 'text', text: 'look' },
        { type: 'resource', resource: { uri: `file://${encodeURI(join(root, 'a.md'))}`, text: 'inside' } },
        { type: 'image', mimeType: 'image/png', data: 'aGk=' },
      ],
    });
    const sent = JSON.stringify(server.requests[0]?.body.messages);
    expect(sent).toContain('<file path=\\"a.md\\">\\ninside');
    expect(sent).toContain('data:image/png;base64,aGk=');
  });
});
