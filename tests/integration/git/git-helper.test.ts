import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GitHelper } from '../../../src/main/git/git-helper';
import { startGitHere } from '../../../src/main/git/git-process';
import { runGit, startGitsWith } from '../../../src/main/git/run-git';
import { type ProcessGroup, spawnGroup } from '../../../src/main/services/platform/process-group';
import { gitSandbox, makeExecutable } from './git-sandbox';

let lives: ProcessGroup[];
let helper: GitHelper;
const path = process.env.PATH;

beforeEach(() => {
  lives = [];
  helper = new GitHelper({
    launch: async () => {
      const program = process.env.COPPICE_GIT_HELPER ?? '';
      const group = await spawnGroup(process.execPath, [program], { cwd: '/', env: process.env });
      lives.push(group);
      return group;
    },
    marker: { COPPICE_OWNER: 'this test' },
    onNoise: (text) => {
      throw new Error(`The helper printed: ${text}`);
    },
  });
  startGitsWith(helper.start);
});

afterEach(async () => {
  process.env.PATH = path;
  startGitsWith(startGitHere);
  await helper.close();
});

/** A git that says so when it has started, waits until it is let go on, and says so again when it is done. */
function patientGit(output = 0) {
  const { home, repository } = gitSandbox();
  const [goOn, done] = [join(home, 'go-on'), join(home, 'done')];
  execFileSync('mkfifo', [goOn, done]);
  mkdirSync(join(home, 'bin'));
  const script = `#!/bin/sh
trap 'echo terminated > ${done}; exit 1' TERM
echo started >&2
read line < ${goOn}
printf '%${output}s' ''
echo "$COPPICE_OWNER" > ${done}
`;
  writeFileSync(join(home, 'bin/git'), script);
  makeExecutable(join(home, 'bin/git'));
  process.env.PATH = `${join(home, 'bin')}:${path}`;
  let onStarted = () => {};
  const started = new Promise<void>((resolve) => {
    onStarted = resolve;
  });
  const result = runGit(['status'], { cwd: repository, onStderr: onStarted });
  // Handled where it is expected.
  result.catch(() => undefined);
  return { result, started, goOn: () => writeFile(goOn, '\n'), done: () => readFile(done, 'utf8') };
}

describe('the process that starts git', () => {
  it('is one for many commands, and says how many bytes it took without mixing them up', async () => {
    const { repository, write, commitAll } = gitSandbox();
    for (let index = 0; index < 20; index++) write(`${index}.txt`, String(index).repeat(50_000));
    commitAll('files');
    const texts = await Promise.all(
      Array.from({ length: 20 }, (_, index) => runGit(['show', `HEAD:${index}.txt`], { cwd: repository })),
    );
    texts.forEach(({ stdout }, index) => {
      expect(stdout.toString()).toBe(String(index).repeat(50_000));
    });
    expect(lives.length).toBe(1);
    expect(helper.pid).toBe(lives[0]?.pid);
  });

  it('when it is killed, its commands fail and say so, what git had begun is finished, and the next starts it anew', async () => {
    const { result, started, goOn, done } = patientGit();
    await started;
    lives[0]?.kill('SIGKILL');
    await expect(result).rejects.toMatchObject({
      code: 'git.failed',
      message: expect.stringContaining('runs git'),
      hint: expect.stringContaining('Try again'),
    });
    process.env.PATH = path;
    const { stdout } = await runGit(['version'], { cwd: '/' });
    expect(stdout.toString()).toMatch(/^git version/);
    expect(lives.length).toBe(2);
    const finished = done();
    await goOn();
    expect(await finished).toBe('this test\n');
  });

  it('when Coppice is gone, lets git finish and ends', async () => {
    const { started, goOn, done } = patientGit();
    await started;
    const [life] = lives as [ProcessGroup];
    // All that a killed process leaves of itself: ends of pipes that nobody holds.
    life.child.stdin.destroy();
    life.child.stdout.destroy();
    const finished = done();
    await goOn();
    expect(await finished).toBe('this test\n');
    expect(await life.exited).toEqual({ code: 0, signal: null });
  });

  it('asked to end by a signal, asks git to end, which removes its locks', async () => {
    const { started, done } = patientGit();
    await started;
    const finished = done();
    lives[0]?.kill('SIGTERM');
    expect(await finished).toBe('terminated\n');
    await lives[0]?.exited;
  });

  it('ends a filter that hangs, and will not hear of it, together with its git', async () => {
    const sandbox = gitSandbox();
    const { home, repository } = sandbox;
    const [asked, filter] = [join(home, 'asked'), join(home, 'filter')];
    execFileSync('mkfifo', [asked]);
    writeFileSync(filter, `#!/bin/sh\ntrap '' TERM\necho $$ > '${asked}'\nsleep 1000 &\nwait; sleep 1000\n`);
    makeExecutable(filter);
    sandbox.write('.gitattributes', '*.txt filter=slow\n');
    sandbox.write('a.txt', 'text\n');
    sandbox.git(['config', 'filter.slow.clean', filter]);
    const calledOff = new AbortController();
    const added = runGit(['add', 'a.txt'], { cwd: repository, signal: calledOff.signal });
    const refused = expect(added).rejects.toThrow('enough');
    const pid = Number(await readFile(asked, 'utf8'));
    calledOff.abort(new Error('enough'));
    await refused;
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 20_000 });
    expect((await runGit(['rev-parse', 'HEAD'], { cwd: repository, exits: [0, 128] })).exit).toBe(128);
  });

  it('is closed once what runs has ended, and starts nothing after that', async () => {
    const { result, started, goOn, done } = patientGit(100_000);
    await started;
    const closed = helper.close();
    void done();
    await goOn();
    expect((await result).stdout.length).toBe(100_000);
    await closed;
    await expect(runGit(['version'], { cwd: '/' })).rejects.toThrow(/closing/);
  });

  it('that cannot be started fails the command with a sentence', async () => {
    startGitsWith(
      new GitHelper({
        launch: () => Promise.reject(new Error('spawn ENOENT')),
        onNoise: () => undefined,
      }).start,
    );
    await expect(runGit(['version'], { cwd: '/' })).rejects.toMatchObject({
      code: 'git.failed',
      message: expect.stringContaining('spawn ENOENT'),
    });
  });

  it.runIf(process.platform === 'linux')('holds back a git whose output nobody takes', async () => {
    const { home, repository } = gitSandbox();
    await runGit(['version'], { cwd: repository });
    const [{ child, pid }] = lives as [ProcessGroup];
    mkdirSync(join(home, 'bin'));
    writeFileSync(join(home, 'bin/git'), '#!/bin/sh\nexec head -c 300000000 /dev/zero\n');
    makeExecutable(join(home, 'bin/git'));
    process.env.PATH = `${join(home, 'bin')}:${path}`;
    let bytes = 0;
    const result = runGit(['status'], {
      cwd: repository,
      onStdout: (chunk) => {
        // Takes a little at a time; the helper must not gather the rest meanwhile.
        bytes += chunk.length;
        child.stdout.pause();
        setImmediate(() => child.stdout.resume());
      },
    });
    await result;
    expect(bytes).toBe(300_000_000);
    expect(peakMemory(pid)).toBeLessThan(250_000_000);
  });
});

function peakMemory(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}
