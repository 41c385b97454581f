import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { killGroup } from '../../platform/kill-group';

export interface GroupExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface SpawnGroupOptions {
  cwd: string;
  /** The whole environment of the program; only the ledger's marker is added. */
  env: NodeJS.ProcessEnv;
}

/** Where the groups this process starts are noted, so that they can be ended also when it dies first. */
export interface GroupLedger {
  /** Resolves when programs may be started. Never rejects. */
  readonly ready: Promise<void>;
  /** Variables every program is started with, and hands on to what it starts. */
  readonly marker: Readonly<Record<string, string>>;
  /** Called in the tick of the start, before the program can have done anything. */
  started(pid: number, cwd: string): void;
  /** Called when the group's leader is gone and the rest of it was killed. */
  ended(pid: number): void;
}

let ledger: GroupLedger | undefined;

/** Notes every group started from now on; one ledger for the whole process, so that no caller can forget it. */
export function noteGroupsIn(given: GroupLedger | undefined): void {
  ledger = given;
}

/** A program that leads a process group of its own, so that it ends together with what it started. */
export interface ProcessGroup {
  readonly child: ChildProcessWithoutNullStreams;
  readonly pid: number;
  /** Resolves when the leader is gone and what it left in its group has been killed. Never rejects. */
  readonly exited: Promise<GroupExit>;
  /** Signals every process of the group; does nothing once the leader is gone. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
  /** Ends the group: SIGTERM, then SIGKILL after `graceMs`. Resolves when it is gone. */
  terminate(graceMs: number): Promise<GroupExit>;
}

/** Starts a program as the leader of a new process group. Rejects with Node's error when it cannot be started. */
export async function spawnGroup(
  command: string,
  args: readonly string[],
  options: SpawnGroupOptions,
): Promise<ProcessGroup> {
  const noted = ledger;
  await noted?.ready;
  const child = start(command, args, { ...options, env: { ...options.env, ...noted?.marker } });
  if (child.pid !== undefined) noted?.started(child.pid, options.cwd);
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const group = groupOf(child, child.pid as number);
  void group.exited.then(() => noted?.ended(group.pid));
  return group;
}

function start(command: string, args: readonly string[], { cwd, env }: SpawnGroupOptions) {
  const stdio: ['pipe', 'pipe', 'pipe'] = ['pipe', 'pipe', 'pipe'];
  if (process.platform !== 'win32') return spawn(command, args, { cwd, env, stdio, detached: true });
  // Node refuses to start .cmd and .bat files (npm's launchers) except through a shell.
  const script = /\.(cmd|bat)$/i.test(command);
  const quoted = script ? [command, ...args].map(quoteForCmd) : [];
  return script
    ? spawn(quoted.join(' '), { cwd, env, stdio, shell: true, windowsHide: true })
    : spawn(command, args, { cwd, env, stdio, windowsHide: true });
}

function quoteForCmd(arg: string): string {
  return `"${arg.replaceAll('"', '""')}"`;
}

function groupOf(child: ChildProcessWithoutNullStreams, pid: number): ProcessGroup {
  let gone = false;
  const exited = new Promise<GroupExit>((resolve) => {
    const finish = (code: number | null, signal: NodeJS.Signals | null) => {
      // Before `gone`: while members remain, the group's number cannot be given to anyone else.
      killGroup(pid, 'SIGKILL');
      gone = true;
      resolve({ code, signal });
    };
    if (child.exitCode !== null || child.signalCode !== null) finish(child.exitCode, child.signalCode);
    else child.once('exit', finish);
  });
  const kill = (signal: 'SIGTERM' | 'SIGKILL') => {
    if (!gone) killGroup(pid, signal);
  };
  const terminate = async (graceMs: number) => {
    kill('SIGTERM');
    const timer = new AbortController();
    const late = delay(graceMs, undefined, { signal: timer.signal }).then(
      () => kill('SIGKILL'),
      () => undefined,
    );
    await Promise.race([exited, late]);
    timer.abort();
    return exited;
  };
  return { child, pid, exited, kill, terminate };
}
