import { stat } from 'node:fs/promises';
import type { AgentDefinition } from '../../../../shared/domain/agent';
import { AppError } from '../../../../shared/errors';
import type { BackendExit } from '../../agent-backend';
import type { Log } from '../../log';
import { type ProcessGroup, spawnGroup } from '../../platform/process-group';
import { TextTail } from './text-tail';

/** How much of an agent's stderr is kept to explain its end. */
const STDERR_KEPT = 64 * 1024;

export interface AgentProcess {
  readonly group: ProcessGroup;
  /** The end of what it has printed on stderr. */
  readonly stderr: TextTail;
  /** Resolves when the program and its group are gone. */
  readonly exited: Promise<BackendExit>;
}

/**
 * Starts an agent program in its own process group, with `env` overlaid by the definition's own variables.
 * Throws AppError `worktree.missing`, `agent.not-installed` or `agent.start-failed`.
 */
export async function startAgentProcess(
  agent: AgentDefinition,
  cwd: string,
  env: NodeJS.ProcessEnv,
  log: Log,
): Promise<AgentProcess> {
  // A missing folder and a missing program give the same error code, so the folder is looked at first.
  await requireFolder(cwd);
  let group: ProcessGroup;
  try {
    group = await spawnGroup(agent.command, agent.args, { cwd, env: { ...env, ...agent.env } });
  } catch (error) {
    throw startError(agent, error as NodeJS.ErrnoException);
  }
  const stderr = new TextTail(STDERR_KEPT);
  group.child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  for (const pipe of [group.child.stdin, group.child.stdout, group.child.stderr]) {
    pipe.on('error', (error) => log.debug('agent pipe failed', { agent: agent.id, error: String(error) }));
  }
  const exited = group.exited.then(({ code, signal }) => ({ code, signal, stderr: stderr.text }));
  return { group, stderr, exited };
}

async function requireFolder(cwd: string): Promise<void> {
  const found = await stat(cwd).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (found?.isDirectory()) return;
  throw new AppError(
    'worktree.missing',
    `The session's worktree ${cwd} is gone.`,
    'Restore the folder, or archive the session and start a new one.',
  );
}

function startError(agent: AgentDefinition, error: NodeJS.ErrnoException): AppError {
  if (error.code === 'ENOENT') {
    return new AppError(
      'agent.not-installed',
      `${agent.name} could not be started: there is no program “${agent.command}”.`,
      'Install it, or correct its command, and try again.',
      error.message,
    );
  }
  return new AppError(
    'agent.start-failed',
    `${agent.name} could not be started.`,
    `Try “${[agent.command, ...agent.args].join(' ')}” in a terminal to see why.`,
    error.message,
  );
}
