import { isAbsolute, relative } from 'node:path';
import { methods, RequestError } from '@agentclientprotocol/sdk';
import type { EnsureSessionOpts } from '../../agent-backend';
import { readTextFile, writeTextFile } from './client-fs';
import type { ClientTerminals } from './client-terminals';
import { listOf, recordOf, stringOf } from './json';
import type { PendingPermissions } from './permissions';
import type { ReadOnlyGuard } from './read-only-guard';

export interface ClientRequestsDeps {
  /** The worktree that files and commands are confined to. */
  root: string;
  writing: EnsureSessionOpts['writing'];
  permissions: PendingPermissions;
  guard: ReadOnlyGuard;
  terminals: ClientTerminals;
  /** Tells the user what a read-only turn was refused. */
  onRefused(title: string): void;
}

const { fs, session, terminal } = methods.client;

/** Answers an agent's request; what we did not offer is `-32601`. */
export async function answerClientRequest(
  { root, writing, permissions, guard, terminals, onRefused }: ClientRequestsDeps,
  method: string,
  params: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  switch (method) {
    case session.requestPermission:
      return permissions.answer(params, signal);
    case fs.readTextFile:
      return readTextFile(root, params);
    case fs.writeTextFile:
      if (guard.on) onRefused(`Refused in a read-only turn: to write ${pathOf(root, params)}`);
      guard.requireWritable();
      return writeTextFile(root, params, writing);
    case terminal.create:
      if (guard.on) onRefused(`Refused in a read-only turn: to run ${commandOf(params)}`);
      guard.requireWritable();
      return terminals.create(params);
    case terminal.output:
      return terminals.output(params);
    case terminal.waitForExit:
      return terminals.waitForExit(params);
    case terminal.kill:
      return terminals.kill(params);
    case terminal.release:
      return terminals.release(params);
    default:
      throw RequestError.methodNotFound(method);
  }
}

/** Longest command or path that is repeated, in characters. */
const MAX_NAMED = 200;

function pathOf(root: string, params: unknown): string {
  const path = stringOf(recordOf(params).path) ?? 'a file';
  return (isAbsolute(path) ? relative(root, path) : path).slice(0, MAX_NAMED);
}

function commandOf(params: unknown): string {
  const { command, args } = recordOf(params);
  const words = [stringOf(command) ?? 'a command', ...listOf(args).map((word) => stringOf(word) ?? '')];
  return words.join(' ').slice(0, MAX_NAMED);
}
