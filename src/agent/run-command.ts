import { type ChildProcess, spawn } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';

/** Characters of output kept of one command: the first and the last half of this many. */
export const MAX_OUTPUT_CHARS = 64 * 1024;
const TERM_GRACE_MS = 2000;
/** How long a finished command's pipes may stay open, held by something it left in the background. */
const DRAIN_GRACE_MS = 250;

export interface CommandResult {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  output: string;
}

export interface CommandOptions {
  cwd: string;
  /** Aborting ends the command's whole process group: SIGTERM, then SIGKILL after two seconds. */
  signal: AbortSignal;
  /** Called with all output so far, at most every 100 ms. */
  onOutput: (output: string) => void;
}

const running = new Set<ChildProcess>();

/**
 * Runs a shell command without a terminal or input, in a process group of its own. Whatever it leaves running
 * is killed when its shell exits, and when this process dies in any way, also by SIGKILL.
 */
export function runCommand(command: string, options: CommandOptions): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = startShell(command, options.cwd);
    const output = new OutputBuffer(options.onOutput);
    const stop = () => terminate(child);
    const finish = (exitCode: number | null, signal: NodeJS.Signals | null) => {
      output.end();
      resolve({ exitCode, signal, output: output.text });
    };

    running.add(child);
    options.signal.addEventListener('abort', stop, { once: true });
    if (options.signal.aborted) stop();
    for (const stream of [child.stdout, child.stderr]) {
      const decoder = new StringDecoder('utf8');
      stream?.on('data', (chunk: Buffer) => output.push(decoder.write(chunk)));
    }
    child.once('error', (error) => {
      running.delete(child);
      options.signal.removeEventListener('abort', stop);
      reject(error);
    });
    child.once('exit', (code, signal) => {
      running.delete(child);
      options.signal.removeEventListener('abort', stop);
      // What the command left in the background ends with it. On Windows its tree cannot be named any more.
      if (process.platform !== 'win32') killGroup(child, 'SIGKILL');
      const drained = setTimeout(() => finish(code, signal), DRAIN_GRACE_MS);
      child.once('close', () => {
        clearTimeout(drained);
        finish(code, signal);
      });
    });
  });
}

/** Kills every command that still runs; for the agent's own end. */
export function killRunningCommands(): void {
  for (const child of running) killGroup(child, 'SIGKILL');
}

/**
 * On POSIX the shell is preceded by a watchdog in the same group that reads descriptor 3, a pipe only this
 * process holds open: when it closes, the group is killed.
 */
const WATCHDOG =
  '(read -r _ <&3; kill -s KILL -- -$$) >/dev/null 2>&1 </dev/null & exec 3<&-; exec /bin/sh -c "$1"';

function startShell(command: string, cwd: string): ChildProcess {
  const env = commandEnvironment(process.env);
  if (process.platform === 'win32') {
    const shell = process.env.ComSpec ?? 'cmd.exe';
    const args = ['/d', '/s', '/c', `"${command}"`];
    const stdio: ('ignore' | 'pipe')[] = ['ignore', 'pipe', 'pipe'];
    return spawn(shell, args, { cwd, env, stdio, windowsHide: true, windowsVerbatimArguments: true });
  }
  const stdio: ('ignore' | 'pipe')[] = ['ignore', 'pipe', 'pipe', 'pipe'];
  return spawn('/bin/sh', ['-c', WATCHDOG, 'sh', command], { cwd, env, stdio, detached: true });
}

/** Tells whose processes these are, so that what left its group is found when everything was killed. */
const OWNER = 'COPPICE_OWNER';

/** The agent's own settings (a model key among them) and Electron's run-as-Node switch are not the command's. */
export function commandEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = (name: string) =>
    (name.startsWith('COPPICE_') && name !== OWNER) || name === 'ELECTRON_RUN_AS_NODE';
  return Object.fromEntries(Object.entries(env).filter(([name]) => !own(name)));
}

function terminate(child: ChildProcess): void {
  killGroup(child, 'SIGTERM');
  const force = setTimeout(() => killGroup(child, 'SIGKILL'), TERM_GRACE_MS);
  child.once('exit', () => clearTimeout(force));
}

function killGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: the group is gone. EPERM (macOS): only zombies are left in it.
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

/** Keeps the head and tail of a long output and reports it at a bounded rate. */
class OutputBuffer {
  private head = '';
  private tail = '';
  private dropped = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly report: (output: string) => void) {}

  get text(): string {
    if (this.dropped === 0) return this.head + this.tail;
    return `${this.head}\n[… ${this.dropped} characters left out …]\n${this.tail}`;
  }

  push(chunk: string): void {
    const half = MAX_OUTPUT_CHARS / 2;
    const room = half - this.head.length;
    this.head += chunk.slice(0, Math.max(room, 0));
    this.tail += room > 0 ? chunk.slice(room) : chunk;
    if (this.tail.length > half) {
      this.dropped += this.tail.length - half;
      this.tail = this.tail.slice(-half);
    }
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.report(this.text);
    }, 100);
  }

  end(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
