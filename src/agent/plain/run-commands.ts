import { AgentError, throwIfCancelled } from '../agent-error';
import type { Turn } from '../turn';
import type { Command } from './command';
import { appendFile, deleteEntry, listFolder, readFile, renameEntry, writeFile } from './file-commands';
import { replaceInFiles } from './replace-command';
import { searchFiles } from './search-command';
import { runShell } from './shell-command';
import { askExample, endWithError, failExample, streamSlowly, thinkAloud, tickPlan } from './show-commands';
import { helpText, historyText, MARKDOWN_SHOWCASE } from './texts';

/**
 * Runs commands in order. The first that fails is shown as a failed tool call and keeps the rest from running; what an
 * interruption leaves undone is kept in the session.
 */
export async function runCommands(turn: Turn, commands: readonly Command[]): Promise<void> {
  turn.session.setLeft(commands);
  for (const [index, command] of commands.entries()) {
    throwIfCancelled(turn.signal);
    try {
      await runOne(turn, command);
    } catch (error) {
      if (!(error instanceof AgentError)) throw error;
      turn.session.setLeft([]);
      await turn.output.say(stoppedText(error, commands.length - index - 1));
      return;
    }
    turn.session.commandDone();
  }
}

async function runOne(turn: Turn, command: Command): Promise<void> {
  switch (command.verb) {
    case 'help':
      return turn.output.say(helpText());
    case 'markdown':
      return turn.output.say(MARKDOWN_SHOWCASE);
    case 'history':
      return turn.output.say(historyText(turn.session.messages));
    case 'replace':
      return replaceInFiles(turn, command);
    case 'search':
      return searchFiles(turn, command);
    case 'write':
      return writeFile(turn, command);
    case 'append':
      return appendFile(turn, command);
    case 'read':
      return readFile(turn, command.path);
    case 'list':
      return listFolder(turn, command.path ?? '.');
    case 'delete':
      return deleteEntry(turn, command.path);
    case 'rename':
      return renameEntry(turn, command);
    case 'run':
      return runShell(turn, command.command);
    case 'plan':
      return tickPlan(turn);
    case 'slow':
      return streamSlowly(turn, command.lines);
    case 'think':
      return thinkAloud(turn);
    case 'ask':
      return askExample(turn);
    case 'fail':
      return failExample(turn);
    case 'error':
      return endWithError();
  }
}

function stoppedText(error: AgentError, left: number): string {
  if (left === 0) return error.message;
  const rest =
    left === 1 ? 'The command after it was not run.' : `The ${left} commands after it were not run.`;
  return `${error.message} ${rest}`;
}
