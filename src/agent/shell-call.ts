import { throwIfCancelled } from './agent-error';
import { type CommandResult, runCommand } from './run-command';
import { fencedContent, type ToolCall, textContent } from './tool-call';
import type { AlwaysScope, Turn } from './turn';

/** Words that run whatever follows them: allowing them once and for all would allow everything. */
const RUNS_ANYTHING =
  /^(sh|bash|zsh|dash|fish|env|sudo|doas|xargs|exec|eval|command|nohup|time|cmd|powershell|pwsh)$/i;

/**
 * What "always" covers for a command: its first word when it is one plain command, else the exact text.
 * A list, a pipe or a substitution could hide another command behind an allowed word.
 */
export function alwaysScope(command: string): AlwaysScope {
  const text = command.trim();
  const word = /^\S+/.exec(text)?.[0] ?? '';
  if (/[;&|<>$`(){}\n\\"']/.test(text) || /=/.test(word) || RUNS_ANYTHING.test(word)) {
    return { key: `run:${text}`, label: 'Always allow this exact command in this session' };
  }
  return { key: `run ${word}`, label: `Always allow "${word}" commands in this session` };
}

/**
 * Asks for permission, runs a shell command in an open call and streams its output there.
 * After `timeoutMs` of running the command is ended and the result says `timedOut`.
 */
export async function runInCall(
  turn: Turn,
  call: ToolCall,
  command: string,
  timeoutMs?: number,
): Promise<CommandResult & { timedOut: boolean }> {
  await turn.permit('execute', call, alwaysScope(command));
  const timeout = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const signal = timeout ? AbortSignal.any([turn.signal, timeout]) : turn.signal;
  const result = await runCommand(command, {
    cwd: turn.workspace.root,
    signal,
    onOutput: (output) => {
      // Progress cannot be shown once the host is gone, and then the agent is ending anyway.
      call.show([fencedContent(output)]).catch(() => undefined);
    },
  });
  await call.show(result.output === '' ? [] : [fencedContent(result.output)]);
  throwIfCancelled(turn.signal);
  return { ...result, timedOut: timeout?.aborted ?? false };
}

/** Completes the call, or fails it when the command did not exit with 0. */
export async function closeCommandCall(call: ToolCall, result: CommandResult): Promise<void> {
  const { exitCode, signal } = result;
  if (exitCode !== 0) return call.fail(`${describeExit(result)}.`);
  const shown = result.output === '' ? textContent('It printed nothing.') : fencedContent(result.output);
  await call.complete([shown], { exitCode, signal });
}

/** `Exit code 2`, or the signal that ended the command. */
export function describeExit({ exitCode, signal }: CommandResult): string {
  return signal ? `Ended by ${signal}` : `Exit code ${exitCode}`;
}
