import { RequestError } from '@agentclientprotocol/sdk';
import type { AgentDefinition } from '../../../../shared/domain/agent';
import type { EventError } from '../../../../shared/domain/agent-event';
import { AppError, type AppErrorCode } from '../../../../shared/errors';
import type { BackendExit } from '../../agent-backend';
import { compact, listOf, recordOf, stringOf } from './json';

const AUTH_REQUIRED = -32000;
/** Lines of stderr shown to explain an agent's end. */
const STDERR_LINES = 20;

/** The command line of an agent, for people to try. */
export function commandLine({ command, args }: AgentDefinition): string {
  return [command, ...args].map((part) => (/[\s"']/.test(part) ? JSON.stringify(part) : part)).join(' ');
}

export function isAuthRequired(error: unknown): boolean {
  return error instanceof RequestError && error.code === AUTH_REQUIRED;
}

/** An agent's refusal as an error the user can act on. */
export function toAgentError(
  agent: AgentDefinition,
  error: RequestError,
  code: AppErrorCode,
  message: string,
  authMethods: unknown,
): AppError {
  const detail = verbatim(error);
  if (!isAuthRequired(error)) return new AppError(code, message, 'The details have what it said.', detail);
  return new AppError(
    'agent.auth-required',
    `${agent.name} is not logged in.`,
    loginHint(agent, authMethods),
    detail,
  );
}

/** An agent's refusal of a prompt as the error of its turn. */
export function toTurnError(agent: AgentDefinition, error: RequestError, authMethods: unknown): EventError {
  if (isAuthRequired(error)) {
    const { code, message, hint, detail } = toAgentError(
      agent,
      error,
      'agent.auth-required',
      '',
      authMethods,
    );
    return compact({ code, message, hint, detail }) as EventError;
  }
  return {
    code: 'agent.failed',
    message: `${agent.name} could not finish: ${sentence(error)}`,
    hint: 'Send the prompt again, or another one.',
    detail: verbatim(error),
  };
}

/** An agent's end in the middle of its work. */
export function toExitError(agent: AgentDefinition, exit: BackendExit): AppError {
  const how = exit.signal ? `signal ${exit.signal}` : `exit code ${exit.code ?? 'unknown'}`;
  return new AppError(
    'agent.exited',
    `${agent.name} ended unexpectedly (${how}).`,
    'Send the next prompt to start it again.',
    lastLines(exit.stderr) || undefined,
  );
}

/** An agent's end before it was ready. */
export function toStartError(agent: AgentDefinition, exit: BackendExit): AppError {
  const how = exit.signal ? `signal ${exit.signal}` : `exit code ${exit.code ?? 'unknown'}`;
  return new AppError(
    'agent.start-failed',
    `${agent.name} ended while it was starting (${how}).`,
    `Try “${commandLine(agent)}” in a terminal to see why.`,
    lastLines(exit.stderr) || undefined,
  );
}

export function lastLines(text: string): string {
  return text.trim().split('\n').slice(-STDERR_LINES).join('\n');
}

function loginHint(agent: AgentDefinition, authMethods: unknown): string {
  const described = listOf(authMethods)
    .map((method) => stringOf(recordOf(method).description))
    .find((text) => text?.includes('`'));
  return described
    ? `${described.replace(/\.$/, '')}, then send the prompt again.`
    : `Log in to ${agent.name} in a terminal (start “${[agent.command, ...agent.args].join(' ')}” there), then send the prompt again.`;
}

function verbatim(error: RequestError): string {
  const data = error.data === undefined ? '' : `\n${JSON.stringify(error.data, null, 2)}`;
  return `${error.code} ${error.message}${data}`;
}

function sentence(error: RequestError): string {
  const details = stringOf(recordOf(error.data).details) ?? stringOf(recordOf(error.data).message);
  const text = (details ?? error.message).trim().split('\n')[0] ?? '';
  return /[.!?]$/.test(text) ? text : `${text || `error ${error.code}`}.`;
}
