import { platform, release } from 'node:os';
import type { ModeId } from '../modes';
import type { Workspace } from '../workspace';

const INSTRUCTION_FILES = ['AGENTS.md', 'CLAUDE.md'];
const MAX_INSTRUCTION_CHARS = 16_000;

/** The system prompt of a session: who and where the model is, how to work, and the repository's own rules. */
export async function buildSystemPrompt(workspace: Workspace, mode: ModeId): Promise<string> {
  const parts = [
    `You are Coppice's built-in coding agent. You work in the git worktree ${workspace.root} on ${platform()} ` +
      `${release()}. Today is ${new Date().toISOString().slice(0, 10)}. Paths are relative to the worktree; nothing ` +
      'outside it can be read or written with your tools.',
    [
      'How to work:',
      '- Look before you change: list, search and read what matters, then edit.',
      '- Make the smallest change that does what was asked, in the style of the code around it.',
      '- Use edit for existing files and write for new ones. Never print whole files as your answer.',
      '- Check your work with run (tests, type checks) where the repository has them. The user may refuse a command; accept that.',
      '- Do not commit, push or switch branches unless asked: the user reviews every change first.',
      '- Answer briefly, in Markdown, in the language of the user. Say plainly what failed or was not done.',
    ].join('\n'),
  ];
  if (mode === 'plan') {
    parts.push(
      'Plan mode: only read, list and search. Change nothing; answer with a plan of what you would do.',
    );
  }
  parts.push(...(await readInstructions(workspace)));
  return parts.join('\n\n');
}

async function readInstructions(workspace: Workspace): Promise<string[]> {
  const found = new Map<string, string>();
  for (const name of INSTRUCTION_FILES) {
    const text = await readIfPresent(workspace, name);
    if (text && !found.has(text)) found.set(text, name);
  }
  return [...found].map(([text, name]) => {
    const cut = text.length > MAX_INSTRUCTION_CHARS ? `${text.slice(0, MAX_INSTRUCTION_CHARS)}\n[cut]` : text;
    return `The repository's instructions (${name}):\n\n${cut}`;
  });
}

/** Instructions that cannot be read (a link out of the worktree, not text) are no reason to fail a prompt. */
async function readIfPresent(workspace: Workspace, name: string): Promise<string | undefined> {
  try {
    return (await workspace.readText(await workspace.resolve(name)))?.trim();
  } catch (error) {
    console.error(`${name} was not read:`, error);
    return undefined;
  }
}
