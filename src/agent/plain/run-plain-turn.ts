import type { AvailableCommand, StopReason } from '@agentclientprotocol/sdk';
import { commentsOfPrompt } from '../../shared/domain/comment-prompt';
import type { Turn } from '../turn';
import { COMMANDS } from './command';
import { parseCommands } from './parse-commands';
import { runCommands } from './run-commands';
import { UNKNOWN_TEXT } from './texts';

/** What a host asks after an interruption, and how a person may say it. */
const CONTINUE = /^\s*\/?continue(?: where you were interrupted)?[.!]?\s*$/i;

/** Answers one prompt without a model; of comments sent back, what each of them says. What is no command is refused. */
export async function runPlainTurn(turn: Turn, prompt: string): Promise<StopReason> {
  if (CONTINUE.test(prompt)) return goOn(turn);
  const parsed = parseCommands(commentsOfPrompt(prompt)?.join('\n') ?? prompt);
  switch (parsed.kind) {
    case 'commands':
      await runCommands(turn, parsed.commands);
      return 'end_turn';
    case 'problem':
      await turn.output.say(`${parsed.message} Say \`help\` for all commands.\n`);
      return 'refusal';
    case 'unknown':
      await turn.output.say(UNKNOWN_TEXT);
      return 'refusal';
  }
}

async function goOn(turn: Turn): Promise<StopReason> {
  const { left } = turn.session;
  if (left.length === 0) {
    await turn.output.say('Nothing was interrupted that I could go on with.\n');
    return 'refusal';
  }
  await runCommands(turn, left);
  return 'end_turn';
}

/** The commands as a host offers them after a slash. */
export function availableCommands(): AvailableCommand[] {
  return Object.entries(COMMANDS).map(([name, { description, hint }]) => ({
    name,
    description,
    ...(hint ? { input: { hint } } : {}),
  }));
}
