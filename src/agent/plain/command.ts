/** A plain command, parsed. `content` keeps its line breaks; paths are as the user wrote them. */
export type Command =
  | { verb: 'help' | 'think' | 'fail' | 'error' | 'markdown' | 'plan' | 'ask' | 'history' }
  | { verb: 'slow'; lines: number }
  | { verb: 'replace'; find: string; replacement: string; target?: string }
  | { verb: 'search'; find: string; target?: string }
  | { verb: 'write' | 'append'; path: string; content: string }
  | { verb: 'read' | 'delete'; path: string }
  | { verb: 'list'; path?: string }
  | { verb: 'rename'; from: string; to: string }
  | { verb: 'run'; command: string };

export type Verb = Command['verb'];

interface CommandInfo {
  usage: string;
  description: string;
  /** Shown by a host behind the command's name; absent when it takes nothing. */
  hint?: string;
}

/** Every command, in the order `help` shows them. */
export const COMMANDS: Record<Verb, CommandInfo> = {
  help: { usage: 'help', description: 'Show what can be asked for without a model' },
  replace: {
    usage: 'replace "old" with "new" in src/**/*.ts',
    description: 'Find and replace text over files',
    hint: '"old" with "new" in path or glob',
  },
  write: { usage: 'write notes.md: text', description: 'Write a file', hint: 'path: text' },
  append: { usage: 'append notes.md: text', description: 'Add to the end of a file', hint: 'path: text' },
  read: { usage: 'read notes.md', description: 'Show a file', hint: 'path' },
  list: { usage: 'list src', description: 'List a folder', hint: 'folder' },
  search: {
    usage: 'search "text" in src/**',
    description: 'Find text over files',
    hint: '"text" in path or glob',
  },
  rename: { usage: 'rename old.md to new.md', description: 'Rename or move a file', hint: 'old to new' },
  delete: { usage: 'delete notes.md', description: 'Delete a file or folder, after asking', hint: 'path' },
  run: { usage: 'run npm test', description: 'Run a shell command, after asking', hint: 'command' },
  plan: { usage: 'plan', description: 'Show a plan whose steps complete one by one' },
  slow: {
    usage: 'slow 20',
    description: 'Stream lines slowly, to try out cancelling',
    hint: 'number of lines',
  },
  think: { usage: 'think', description: 'Stream some reasoning, then an answer' },
  ask: { usage: 'ask', description: 'Ask an example permission' },
  fail: { usage: 'fail', description: 'Show a tool call that fails' },
  error: { usage: 'error', description: 'End the turn with an error' },
  markdown: { usage: 'markdown', description: 'Show how formatted text looks' },
  history: { usage: 'history', description: 'Show what was asked earlier in this session' },
};

const ALIASES: Record<string, Verb> = {
  find: 'search',
  grep: 'search',
  ls: 'list',
  show: 'read',
  cat: 'read',
  open: 'read',
  remove: 'delete',
  rm: 'delete',
  move: 'rename',
  mv: 'rename',
  create: 'write',
  exec: 'run',
  '?': 'help',
};

/** The verb a word stands for, in any case; undefined for other words. */
export function findVerb(word: string): Verb | undefined {
  const lower = word.toLowerCase();
  if (Object.hasOwn(COMMANDS, lower)) return lower as Verb;
  return Object.hasOwn(ALIASES, lower) ? ALIASES[lower] : undefined;
}
