import { AgentError } from '../agent-error';
import { closeCommandCall, describeExit, runInCall } from '../shell-call';
import type { Turn } from '../turn';

/** Runs a shell command, once allowed. Throws AgentError when it exits with anything but 0. */
export async function runShell(turn: Turn, command: string): Promise<void> {
  const start = { title: command, kind: 'execute', name: 'run', rawInput: { command } } as const;
  const result = await turn.withCall(start, async (call) => {
    const ended = await runInCall(turn, call, command);
    await closeCommandCall(call, ended);
    return ended;
  });
  if (result.exitCode !== 0) throw new AgentError(`${describeExit(result)} from \`${command}\`.`);
  await turn.output.say(`\`${command}\` finished. Exit code 0.\n`);
}
