import { methods, RequestError } from '@agentclientprotocol/sdk';
import type { EnsureSessionOpts } from '../../agent-backend';
import { readTextFile, writeTextFile } from './client-fs';
import type { ClientTerminals } from './client-terminals';
import type { PendingPermissions } from './permissions';
import type { ReadOnlyGuard } from './read-only-guard';

export interface ClientRequestsDeps {
  /** The worktree that files and commands are confined to. */
  root: string;
  writing: EnsureSessionOpts['writing'];
  permissions: PendingPermissions;
  guard: ReadOnlyGuard;
  terminals: ClientTerminals;
}

const { fs, session, terminal } = methods.client;

/** Answers an agent's request; what we did not offer is `-32601`. */
export async function answerClientRequest(
  { root, writing, permissions, guard, terminals }: ClientRequestsDeps,
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
      guard.requireWritable();
      return writeTextFile(root, params, writing);
    case terminal.create:
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
