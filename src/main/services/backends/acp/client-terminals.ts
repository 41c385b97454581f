import { randomUUID } from 'node:crypto';
import { RequestError } from '@agentclientprotocol/sdk';
import { type GroupExit, type ProcessGroup, spawnGroup } from '../../platform/process-group';
import { confinePath, OutsideWorktreeError } from './confine-path';
import { type Json, listOf, numberOf, recordOf, stringOf } from './json';
import { TextTail } from './text-tail';

/** Output kept of a terminal whose agent sets no limit, in bytes. */
const DEFAULT_OUTPUT_BYTES = 1024 * 1024;
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
/** How much of it is told as it comes; every chunk costs reading this much again. */
const SHOWN_BYTES = 128 * 1024;
const KILL_GRACE_MS = 1000;
/** How long the pipes of a finished command may still bring output. */
const DRAIN_MS = 500;

interface Terminal {
  group: ProcessGroup;
  output: TextTail;
  exit?: GroupExit;
  finished: Promise<GroupExit>;
}

export interface ClientTerminalsDeps {
  /** The worktree; commands start in it or below it. */
  root: string;
  env: NodeJS.ProcessEnv;
  /** Called with the end of its output when a terminal has more of it or has ended. */
  onChange(terminalId: string, output: string, exit?: GroupExit): void;
}

/** The commands an agent runs through us (`terminal/*`), each in a process group of its own. */
export class ClientTerminals {
  readonly #deps: ClientTerminalsDeps;
  readonly #terminals = new Map<string, Terminal>();

  constructor(deps: ClientTerminalsDeps) {
    this.#deps = deps;
  }

  async create(params: unknown): Promise<{ terminalId: string }> {
    const raw = recordOf(params);
    const group = await this.#start(raw);
    const terminalId = `terminal-${randomUUID()}`;
    const limit = Math.min(
      Math.max(numberOf(raw.outputByteLimit) ?? DEFAULT_OUTPUT_BYTES, 0),
      MAX_OUTPUT_BYTES,
    );
    const output = new TextTail(limit);
    const report = () => this.#deps.onChange(terminalId, output.last(SHOWN_BYTES), terminal.exit);
    const terminal: Terminal = { group, output, finished: this.#finish(group) };
    void terminal.finished.then((exit) => {
      terminal.exit = exit;
      report();
    });
    for (const pipe of [group.child.stdout, group.child.stderr]) {
      pipe.on('data', (chunk: Buffer) => {
        output.push(chunk);
        report();
      });
      pipe.on('error', report);
    }
    group.child.stdin.on('error', report);
    group.child.stdin.end();
    this.#terminals.set(terminalId, terminal);
    return { terminalId };
  }

  output(params: unknown): Json {
    const { output, exit } = this.#get(params);
    return { output: output.text, truncated: output.truncated, exitStatus: exit ? exitStatus(exit) : null };
  }

  async waitForExit(params: unknown): Promise<Json> {
    return exitStatus(await this.#get(params).finished);
  }

  async kill(params: unknown): Promise<Json> {
    await this.#get(params).group.terminate(KILL_GRACE_MS);
    return {};
  }

  /** Kills the command if it still runs and forgets the terminal. */
  async release(params: unknown): Promise<Json> {
    const terminal = this.#get(params);
    this.#terminals.delete(idOf(params));
    await terminal.group.terminate(KILL_GRACE_MS);
    return {};
  }

  /** Kills every command at once. */
  async dispose(): Promise<void> {
    const groups = [...this.#terminals.values()].map(({ group }) => group);
    this.#terminals.clear();
    for (const group of groups) group.kill('SIGKILL');
    await Promise.all(groups.map(({ exited }) => exited));
  }

  async #start(raw: Json): Promise<ProcessGroup> {
    const { root, env } = this.#deps;
    const command = stringOf(raw.command);
    if (!command) throw RequestError.invalidParams(undefined, 'command must be a string');
    const args = listOf(raw.args).map(String);
    const own = listOf(raw.env).map((value) => [recordOf(value).name, recordOf(value).value]);
    try {
      const cwd = await confinePath(root, stringOf(raw.cwd) ?? '.');
      // Some agents send a whole command line as the command.
      const line = args.length === 0 && /\s/.test(command) && process.platform !== 'win32';
      const [program, programArgs] = line ? ['/bin/sh', ['-c', command]] : [command, args];
      return await spawnGroup(program, programArgs, { cwd, env: { ...env, ...Object.fromEntries(own) } });
    } catch (error) {
      if (error instanceof OutsideWorktreeError) throw new RequestError(-32602, error.message);
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      throw new RequestError(-32603, `“${command}” could not be started (${code}).`);
    }
  }

  /** Resolves when the command has ended and its output is in. */
  async #finish(group: ProcessGroup): Promise<GroupExit> {
    const closed = new Promise<void>((resolve) => group.child.once('close', () => resolve()));
    const exit = await group.exited;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, DRAIN_MS);
    });
    await Promise.race([closed, late]);
    clearTimeout(timer);
    return exit;
  }

  #get(params: unknown): Terminal {
    const terminal = this.#terminals.get(idOf(params));
    if (!terminal) throw new RequestError(-32002, `There is no terminal “${idOf(params)}”.`);
    return terminal;
  }
}

function idOf(params: unknown): string {
  return stringOf(recordOf(params).terminalId) ?? '';
}

function exitStatus({ code, signal }: GroupExit): Json {
  return { exitCode: code, signal };
}
