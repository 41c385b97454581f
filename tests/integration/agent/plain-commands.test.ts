import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { methods, type SetSessionConfigOptionRequest } from '@agentclientprotocol/sdk';
import { describe, expect, it } from 'vitest';
import { agentFixture } from './agent-fixture';

const fixture = agentFixture();

describe('plain commands over stdio', () => {
  it('advertises its commands after the session is there, and answers help', async () => {
    const agent = await fixture.start();
    const session = await fixture.repository().then((cwd) => agent.newSession(cwd));
    const commands = await agent.waitFor((update) => update.sessionUpdate === 'available_commands_update');
    expect(JSON.stringify(commands)).toContain('"name":"replace"');

    expect(await agent.prompt(session, 'help')).toBe('end_turn');
    expect(agent.text).toContain('replace "old" with "new"');
    const chunks = agent.of('agent_message_chunk');
    expect(chunks.length).toBeGreaterThan(10);
    expect(new Set(chunks.map((chunk) => chunk.messageId)).size).toBe(1);
    expect(agent.of('session_info_update')[0]?.title).toBe('help');
  });

  it('says in one friendly answer that it has no model', async () => {
    const agent = await fixture.start();
    const session = await agent.newSession(await fixture.repository());
    await agent.prompt(session, 'please refactor the parser');
    expect(agent.text).toContain('without a model');
    expect(agent.text).toContain('Settings');
    expect(agent.calls).toEqual([]);
  });

  it('replaces over files with a diff for each, leaving binaries, .git and node_modules alone', async () => {
    const agent = await fixture.start();
    const root = await fixture.repository({
      'src/a.ts': 'colour\ncolour\n',
      'src/b.md': 'colour\n',
      'readme.md': 'colour\n',
      'src/c.bin': Buffer.from('colour\0colour'),
      'src/latin1.txt': Buffer.from([0x63, 0x6f, 0x6c, 0x6f, 0x75, 0x72, 0xe9]),
      'node_modules/x/a.ts': 'colour\n',
    });
    const session = await agent.newSession(root);
    await agent.prompt(session, 'replace "colour" with "color" in src/**');
    expect(agent.text).toContain('Replaced 3 occurrences in 2 files.');
    expect(agent.text).toContain('Skipped 2');
    expect(readFileSync(join(root, 'src/a.ts'), 'utf8')).toBe('color\ncolor\n');
    expect(readFileSync(join(root, 'readme.md'), 'utf8')).toBe('colour\n');
    expect(readFileSync(join(root, 'src/c.bin'))).toEqual(Buffer.from('colour\0colour'));
    expect(readFileSync(join(root, 'node_modules/x/a.ts'), 'utf8')).toBe('colour\n');
    const edits = agent.calls.filter((call) => call.kind === 'edit');
    expect(edits.map((call) => call.status)).toEqual(['completed', 'completed']);
    expect(edits[0]?.content?.[0]).toEqual({
      type: 'diff',
      path: join(root, 'src/a.ts'),
      oldText: 'colour\ncolour\n',
      newText: 'color\ncolor\n',
    });

    agent.clear();
    await agent.prompt(session, 'replace "colour" with "color" in src/**');
    expect(agent.text).toContain('nothing was changed');
  });

  it('runs several commands in order and stops at the first that fails', async () => {
    const agent = await fixture.start();
    const root = await fixture.repository();
    const session = await agent.newSession(root);
    const fenced = ['write docs/note.md', '```md', '# Note', '', 'text', '```'].join('\n');
    await agent.prompt(session, `${fenced}\nappend docs/note.md: more then rename docs/note.md to n.md`);
    expect(readFileSync(join(root, 'n.md'), 'utf8')).toBe('# Note\n\ntext\nmore\n');

    agent.clear();
    await agent.prompt(session, 'rename n.md to m.md\nread missing.md\nwrite never.md: x');
    expect(existsSync(join(root, 'm.md'))).toBe(true);
    expect(existsSync(join(root, 'never.md'))).toBe(false);
    expect(agent.calls.at(-1)?.status).toBe('failed');
    expect(agent.text).toContain('There is no missing.md. The command after it was not run.');
  });

  it('reads, lists and searches', async () => {
    const agent = await fixture.start();
    const session = await agent.newSession(
      await fixture.repository({ 'a.md': 'one\ntwo\n', 'd/b.md': 'two\n' }),
    );
    await agent.prompt(session, 'read a.md\nlist\nsearch "two" in **/*.md');
    expect(agent.calls.map((call) => [call.kind, call.status])).toEqual([
      ['read', 'completed'],
      ['read', 'completed'],
      ['search', 'completed'],
    ]);
    expect(agent.contentOf(0)).toContain('one\\ntwo');
    expect(agent.contentOf(1)).toContain('a.md\\nd/');
    expect(agent.contentOf(2)).toContain('a.md:2: two\\nd/b.md:1: two');
  });

  it('deletes only when allowed', async () => {
    const agent = await fixture.start();
    const root = await fixture.repository({ 'a.md': 'a', 'b.md': 'b', 'c.md': 'c' });
    const session = await agent.newSession(root);
    agent.answer = 'reject_once';
    await agent.prompt(session, 'delete a.md');
    expect(existsSync(join(root, 'a.md'))).toBe(true);
    expect(agent.calls[0]?.status).toBe('failed');

    agent.answer = 'allow_always';
    await agent.prompt(session, 'delete a.md');
    await agent.prompt(session, 'delete b.md');
    expect([existsSync(join(root, 'a.md')), existsSync(join(root, 'b.md'))]).toEqual([false, false]);
    expect(agent.permissions).toHaveLength(2);
  });

  it('refuses every way out of the worktree', async () => {
    const agent = await fixture.start();
    const outside = await fixture.folder();
    const root = await fixture.repository({ 'in.md': 'in' });
    symlinkSync(outside, join(root, 'link'));
    symlinkSync(join(outside, 'new.md'), join(root, 'dangling.md'));
    symlinkSync('/etc/hostname', join(root, 'host'));
    const session = await agent.newSession(root);
    const prompts = [
      'write ../out.md: x',
      `write ${outside}/out.md: x`,
      'write link/out.md: x',
      'write link/deep/out.md: x',
      'write dangling.md: x',
      'write .git/hooks/pre-commit: x',
      'read host',
      'list link',
      'rename in.md to link/in.md',
      'replace "in" with "out" in link',
      'search "x" in ..',
    ];
    for (const prompt of prompts) {
      agent.clear();
      await agent.prompt(session, prompt);
      expect.soft(agent.calls.at(-1)?.status, prompt).toBe('failed');
      expect.soft(agent.text, prompt).toMatch(/outside this session's worktree|leads nowhere|belongs to git/);
    }
    expect(existsSync(join(outside, 'out.md')) || existsSync(join(outside, 'new.md'))).toBe(false);
    expect(readFileSync(join(root, 'in.md'), 'utf8')).toBe('in');
  });

  it('shows plan, thinking, markdown, a failing call, an error, and asks', async () => {
    const agent = await fixture.start();
    const session = await agent.newSession(await fixture.repository());
    await agent.prompt(session, 'plan');
    const plans = agent.of('plan');
    expect(plans.length).toBe(5);
    expect(plans.at(-1)?.entries.every((entry) => entry.status === 'completed')).toBe(true);
    await agent.prompt(session, 'think');
    expect(agent.thoughts).toContain('reasoning');
    await agent.prompt(session, 'markdown');
    expect(agent.text).toContain('| Command |');
    expect(await agent.prompt(session, 'fail')).toBe('end_turn');
    expect(agent.calls.at(-1)?.status).toBe('failed');
    await expect(agent.prompt(session, 'error')).rejects.toThrow('example of an agent error');
    agent.answer = 'reject_once';
    await agent.prompt(session, 'ask');
    expect(agent.text).toContain('You rejected it.');
    expect(agent.permissions[0]?.options.map((option) => option.kind)).toEqual([
      'allow_once',
      'allow_always',
      'reject_once',
    ]);
  });

  it('reads and writes through the host when it offers to', async () => {
    const root = await fixture.repository({ 'a.md': 'disk\n' });
    const texts = new Map([[join(root, 'a.md'), 'unsaved disk\n']]);
    const agent = await fixture.start({
      capabilities: { fs: { readTextFile: true, writeTextFile: true } },
      files: { read: (path) => texts.get(path), write: (path, content) => void texts.set(path, content) },
    });
    const session = await agent.newSession(root);
    await agent.prompt(session, 'replace "disk" with "host" in a.md\nwrite new.md: new');
    expect(texts.get(join(root, 'a.md'))).toBe('unsaved host\n');
    expect(texts.get(join(root, 'new.md'))).toBe('new\n');
    expect(readFileSync(join(root, 'a.md'), 'utf8')).toBe('disk\n');
  });

  it('follows the mode: plan changes nothing, auto asks nothing', async () => {
    const agent = await fixture.start();
    const root = await fixture.repository({ 'a.md': 'a' });
    const session = await agent.newSession(root);
    await agent.rpc.request(methods.agent.session.setMode, { sessionId: session, modeId: 'plan' });
    expect(agent.of('config_option_update')).toHaveLength(1);
    for (const prompt of [
      'write a.md: b',
      'replace "a" with "b"',
      'delete a.md',
      'run echo x > a.md',
      'rename a.md to b.md',
    ]) {
      await agent.prompt(session, prompt);
      expect.soft(agent.calls.at(-1)?.status, prompt).toBe('failed');
    }
    expect(readFileSync(join(root, 'a.md'), 'utf8')).toBe('a');
    expect(agent.text).toContain('Plan mode only reads');

    const option: SetSessionConfigOptionRequest = { sessionId: session, configId: 'mode', value: 'auto' };
    const { configOptions } = await agent.rpc.request(methods.agent.session.setConfigOption, option);
    expect(configOptions[0]).toMatchObject({ id: 'mode', currentValue: 'auto' });
    await agent.prompt(session, 'run echo b > a.md');
    expect(readFileSync(join(root, 'a.md'), 'utf8')).toBe('b\n');
    expect(agent.permissions).toEqual([]);
    await expect(
      agent.rpc.request(methods.agent.session.setConfigOption, { ...option, value: 'sudo' }),
    ).rejects.toThrow('not a value');
  });
});
