import type { ModelMessage } from 'ai';
import { COMMANDS } from './command';

/** What `help` answers. */
export function helpText(): string {
  const rows = Object.values(COMMANDS).map(({ usage, description }) => `- \`${usage}\`: ${description}`);
  return [
    'I follow plain commands here, without a model and without an account:',
    '',
    ...rows,
    '',
    'Write several commands on lines of their own, or join them with "then". After `write path` the text can',
    'follow on the next lines or in a code fence, or in quotes after `with`; there "then" is part of it. Paths stay inside this session’s worktree.',
    'Say `continue` to have the rest done of what was interrupted.',
    '',
    'Settings, under Model, can give me a model; then just say what you want.',
    '',
  ].join('\n');
}

/** The answer to a prompt that is no command. */
export const UNKNOWN_TEXT = [
  'I run without a model here, so I only follow plain commands. For example:',
  '',
  '- `replace "colour" with "color" in docs/**/*.md`',
  '- `write notes.md: remember the milk`',
  '- `run npm test`',
  '',
  'Say `help` for all of them. Settings, under Model, can give me a model that understands anything.',
  '',
].join('\n');

const MAX_HISTORY = 50;

/** The prompts of this session so far, oldest first; the last one is the question itself. */
export function historyText(messages: readonly ModelMessage[]): string {
  const prompts = messages.filter((message) => message.role === 'user').slice(0, -1);
  if (prompts.length === 0) return 'This is the first prompt of this session.\n';
  const recent = prompts.slice(-MAX_HISTORY);
  const lines = recent.map((message, index) => {
    const text = typeof message.content === 'string' ? message.content : '(a prompt with attachments)';
    const line = text.replace(/\s+/g, ' ').trim().slice(0, 120);
    return `${prompts.length - recent.length + index + 1}. ${line}`;
  });
  return ['Before this you asked:', '', ...lines, ''].join('\n');
}

/** What `markdown` answers: one of each kind of block. */
export const MARKDOWN_SHOWCASE = `# A heading

A paragraph with **bold**, *italic*, ~~struck~~ and \`code\`, and a [link](https://example.com).

## Lists

- One
  - One and a half
- Two

1. First
2. Second

- [x] Done
- [ ] To do

> A quotation.

\`\`\`ts
/** Adds two numbers. */
export function add(a: number, b: number): number {
  return a + b;
}
\`\`\`

| Command | Changes files | Asks |
| --- | :---: | ---: |
| read | no | no |
| write | yes | no |
| run | perhaps | yes |

---

The end.
`;
