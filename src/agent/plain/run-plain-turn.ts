import type { AvailableCommand } from '@agentclientprotocol/sdk';
import { commentsOfPrompt } from '../../shared/domain/comment-prompt';
import type { Turn } from '../turn';
import { COMMANDS } from './command';
import { parseCommands } from './parse-commands';
import { runCommands } from './run-commands';
import { UNKNOWN_TEXT } from './texts';

/** Answers one prompt without a model; of comments sent back, what each of them says. */
export async function runPlainTurn(turn: Turn, prompt: string): Promise<void> {
  const parsed = parseCommands(commentsOfPrompt(prompt)?.join('\n') ?? prompt);
  switch (parsed.kind) {
    case 'commands':
      return runCommands(turn, parsed.commands);
    case 'problem':
      return turn.output.say(`${parsed.message} Say \`help\` for all commands.\n`);
    case 'unknown':
      return turn.output.say(UNKNOWN_TEXT);
  }
}

/** The commands as a host offers them after a slash. */
export function availableCommands(): AvailableCommand[] {
  return Object.entries(COMMANDS).map(([name, { description, hint }]) => ({
    name,
    description,
    ...(hint ? { input: { hint } } : {}),
  }));
}
