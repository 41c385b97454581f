import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeAgent, TestHost } from '../../conformance/test-host';

let host: TestHost;
let outside: string;

beforeEach(async () => {
  host = await TestHost.create();
  outside = await mkdtemp(join(tmpdir(), 'coppice-outside-'));
});

afterEach(async () => {
  await host.dispose();
  await rm(outside, { recursive: true, force: true });
  expect(await host.survivors()).toEqual([]);
});

type Call = [method: string, params: Record<string, unknown>];
type Answers = { content?: string; code?: number; message?: string; output?: string }[];

/** Has the agent call these methods and returns what it was answered. */
async function calls(...list: Call[]): Promise<Answers> {
  const backend = host.backend(fakeAgent('uses-client-methods'));
  const handle = await host.ensure(backend);
  await host.prompt(backend, handle, JSON.stringify(list));
  return JSON.parse(host.text) as Answers;
}

describe('files', () => {
  it('reads and writes inside the worktree, by line and limit', async () => {
    const path = join(host.cwd, 'new/folder/a b.txt');
    const answers = await calls(
      ['fs/read_text_file', { path }],
      ['fs/write_text_file', { path, content: 'one\ntwo\nthree\n' }],
      ['fs/read_text_file', { path, line: 2, limit: 1 }],
      ['fs/read_text_file', { path: host.cwd }],
    );
    expect(answers.slice(0, 3)).toEqual([{ content: '' }, {}, { content: 'two' }]);
    expect(answers[3]?.message).toContain('is a folder');
    expect(await readFile(path, 'utf8')).toBe('one\ntwo\nthree\n');
  });

  it.skipIf(process.platform === 'win32')('never waits on a pipe', async () => {
    const path = join(host.cwd, 'pipe');
    execFileSync('mkfifo', [path]);
    // More than there are threads for file access: had each waited, nothing would be read any more.
    const reads = Array.from({ length: 6 }, (): Call => ['fs/read_text_file', { path }]);
    const answers = await calls(...reads, ['fs/write_text_file', { path, content: 'x' }]);
    expect(answers.map(({ message }) => message)).toEqual(Array(7).fill(`${path} is not a file.`));
  });

  it('refuses whatever ends up outside, and the files of git', async () => {
    await writeFile(join(outside, 'secret'), 'secret');
    await symlink(outside, join(host.cwd, 'folder-link'));
    await symlink(join(outside, 'secret'), join(host.cwd, 'file-link'));
    await symlink(join(outside, 'not-yet'), join(host.cwd, 'dangling'));
    await symlink('loop', join(host.cwd, 'loop'));
    await mkdir(join(host.cwd, 'sub'));
    const paths = [
      join(outside, 'secret'),
      join(host.cwd, '..', 'x'),
      `${host.cwd}/sub/../../x`,
      join(host.cwd, 'folder-link/secret'),
      join(host.cwd, 'folder-link/new'),
      join(host.cwd, 'file-link'),
      join(host.cwd, 'dangling'),
      join(host.cwd, 'loop'),
      `${host.cwd}-beside`,
    ];
    const reads = await calls(...paths.map((path): Call => ['fs/read_text_file', { path }]));
    expect(reads.map(({ code }) => code)).toEqual(paths.map(() => -32602));
    host.emitted.length = 0;
    const ofGit = [join(host.cwd, '.git'), join(host.cwd, '.git/hooks/pre-commit')];
    const writes = await calls(
      ...[...paths, ...ofGit].map((path): Call => ['fs/write_text_file', { path, content: 'x' }]),
    );
    expect(writes).toHaveLength(paths.length + ofGit.length);
    expect(writes.every(({ code }) => code === -32602)).toBe(true);
    expect(await readFile(join(outside, 'secret'), 'utf8')).toBe('secret');
  });

  it('follows a link that stays inside', async () => {
    await writeFile(join(host.cwd, 'real'), 'here');
    await symlink('real', join(host.cwd, 'link'));
    const path = join(host.cwd, 'link');
    expect(await calls(['fs/read_text_file', { path }])).toEqual([{ content: 'here' }]);
  });
});

describe('terminals', () => {
  const terminalId = '$terminal';

  it('runs a command, keeps the end of its output, and shows it in the transcript', async () => {
    const answers = await calls(
      [
        'terminal/create',
        {
          command: process.execPath,
          args: ['-e', 'process.stdout.write("äää" + process.env.GREETING); process.exit(3)'],
          env: [{ name: 'GREETING', value: 'hi' }],
          outputByteLimit: 5,
        },
      ],
      ['terminal/wait_for_exit', { terminalId }],
      ['terminal/output', { terminalId }],
      ['terminal/release', { terminalId }],
      ['terminal/output', { terminalId }],
    );
    expect(answers[1]).toEqual({ exitCode: 3, signal: null });
    expect(answers[2]).toEqual({
      output: 'ähi',
      truncated: true,
      exitStatus: { exitCode: 3, signal: null },
    });
    expect(answers[4]).toMatchObject({ code: -32002 });
    const tool = host.transcript.entries.find((entry) => entry.type === 'tool');
    expect(tool?.tool.content).toMatchObject([{ type: 'terminal', output: 'ähi', exitCode: 3 }]);
  });

  it('takes a whole command line, and kills its group', async () => {
    const answers = await calls(
      ['terminal/create', { command: 'sleep 300 & sleep 300' }],
      ['terminal/kill', { terminalId }],
      ['terminal/wait_for_exit', { terminalId }],
    );
    expect(answers[2]).toMatchObject({ signal: 'SIGTERM' });
  });

  it('refuses a folder outside the worktree and a program that does not exist', async () => {
    const answers = await calls(
      ['terminal/create', { command: 'true', cwd: outside }],
      ['terminal/create', { command: 'no-such-program' }],
    );
    expect(answers.map(({ code }) => code)).toEqual([-32602, -32603]);
  });

  it('ends running commands together with the agent', async () => {
    await calls(['terminal/create', { command: 'sleep', args: ['300'] }]);
    await host.dispose();
    expect(await host.survivors()).toEqual([]);
  });
});
