import type { Readable, Writable } from 'node:stream';
import { AppError } from '../../shared/errors';
import { Frame, FrameReader, type FrameType, writeFrame } from './git-frames';
import type { GitCommand, GitListener, GitProcess } from './git-process';

/** The helper's process, as the one who started it hands it over. */
export interface HelperProcess {
  readonly pid: number;
  readonly child: { readonly stdin: Writable; readonly stdout: Readable; readonly stderr: Readable };
  readonly exited: Promise<unknown>;
  kill(signal: 'SIGTERM'): void;
}

export interface GitHelperDeps {
  /** Starts the built `git-helper` program. Rejects when that cannot be done. */
  launch(): Promise<HelperProcess>;
  /** Variables every git is started with on top of its command's. */
  marker?: Readonly<Record<string, string>>;
  /** What the helper prints about itself, which it never should. */
  onNoise(text: string): void;
}

/** One life of the helper: a run that was given to it ends with it. */
interface Life {
  process: Promise<HelperProcess>;
  pid: number | undefined;
  runs: Map<number, GitListener>;
}

/**
 * Starts git in a small process of its own, which is started with the first command, and again when it has died.
 * Its `start` is a `StartGit`.
 */
export class GitHelper {
  #life: Life | undefined;
  #lastRun = 0;
  #closed = false;

  constructor(private readonly deps: GitHelperDeps) {}

  /** The helper's process, while it lives. */
  get pid(): number | undefined {
    return this.#life?.pid;
  }

  readonly start = (command: GitCommand, listener: GitListener): GitProcess => {
    const run = ++this.#lastRun;
    if (this.#closed || !this.#life) this.#life = this.#begin();
    const { process, runs } = this.#life;
    runs.set(run, listener);
    const { stdin, env, ...rest } = command;
    const what = Buffer.from(JSON.stringify({ ...rest, env: { ...env, ...this.deps.marker } }));
    const send = (type: FrameType, body: Buffer) =>
      void process.then(
        ({ child }) => runs.has(run) && writeFrame(child.stdin, type, run, body),
        // Told to the listener by the end of this life.
        () => undefined,
      );
    send(Frame.command, what);
    send(Frame.run, stdin);
    return {
      kill: (signal) => send(Frame.kill, Buffer.from(signal)),
      // All runs share one stream, and this process takes what it is sent.
      pause: () => undefined,
      resume: () => undefined,
    };
  };

  /**
   * Ends the helper once what it runs has ended, and what runs when that takes longer than `patienceMs`; nothing is
   * started after that. Idempotent.
   */
  async close(patienceMs = 3_000): Promise<void> {
    this.#closed = true;
    const helper = await this.#life?.process.catch(() => undefined);
    if (!helper) return;
    helper.child.stdin.end();
    const impatient = setTimeout(() => helper.kill('SIGTERM'), patienceMs);
    await helper.exited;
    clearTimeout(impatient);
  }

  #begin(): Life {
    const launched = this.#closed ? Promise.reject(new Error('Coppice is closing')) : this.deps.launch();
    const life: Life = { process: launched, pid: undefined, runs: new Map() };
    const end = (why: string) => {
      if (this.#life === life) this.#life = undefined;
      const listeners = [...life.runs.values()];
      life.runs.clear();
      for (const listener of listeners) listener.onFailed(helperGone(why));
    };
    launched.then(
      (helper) => {
        life.pid = helper.pid;
        this.#listen(helper, life);
        void ended(helper).then(() => end('it ended unexpectedly'));
      },
      (error) => end(String(error?.message ?? error)),
    );
    return life;
  }

  #listen({ child }: HelperProcess, { runs }: Life): void {
    const reader = new FrameReader((type, run, body) => {
      const listener = runs.get(run);
      if (type === Frame.end || type === Frame.failed) runs.delete(run);
      if (listener) tell(listener, type, body);
    });
    child.stdout.on('data', (chunk: Buffer) => reader.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => this.deps.onNoise(chunk.toString('utf8')));
    // Its end is what tells.
    child.stdin.on('error', () => undefined);
  }
}

/** Gone, and everything it said has been heard. */
async function ended({ child, exited }: HelperProcess): Promise<void> {
  const heard = new Promise((resolve) => child.stdout.once('close', resolve));
  await exited;
  await heard;
}

function tell(listener: GitListener, type: FrameType, body: Buffer): void {
  switch (type) {
    case Frame.stdout:
      listener.onStdout(body);
      break;
    case Frame.stderr:
      listener.onStderr(body);
      break;
    case Frame.end: {
      const { exit, signal } = JSON.parse(body.toString('utf8'));
      listener.onEnd(exit, signal);
      break;
    }
    case Frame.failed: {
      const { message, ...rest } = JSON.parse(body.toString('utf8'));
      listener.onFailed(Object.assign(new Error(message), rest));
      break;
    }
    default:
      throw new Error(`Not a frame of the helper: ${type}`);
  }
}

function helperGone(why: string): AppError {
  return new AppError(
    'git.failed',
    `The program that runs git for Coppice is not there: ${why}.`,
    'Try again; it is started anew. What git had begun may still be finishing.',
  );
}
