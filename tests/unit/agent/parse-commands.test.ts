import { describe, expect, it } from 'vitest';
import { isSlashCommand, parseCommands } from '../../../src/agent/plain/parse-commands';

const commandsOf = (prompt: string) => {
  const parsed = parseCommands(prompt);
  return parsed.kind === 'commands' ? parsed.commands : parsed;
};

describe('parseCommands', () => {
  it.each([
    [
      'replace "a b" with "c" in src/*.ts',
      { verb: 'replace', find: 'a b', replacement: 'c', target: 'src/*.ts' },
    ],
    ['Replace foo with bar', { verb: 'replace', find: 'foo', replacement: 'bar' }],
    [
      '/replace `x` with `` in "my file.md"',
      { verb: 'replace', find: 'x', replacement: '', target: 'my file.md' },
    ],
    ["replace “old” with 'new' everywhere", undefined],
    ['replace "a\\n" with "b\\t\\"" in all files', { verb: 'replace', find: 'a\n', replacement: 'b\t"' }],
    ['search "x in y" in docs', { verb: 'search', find: 'x in y', target: 'docs' }],
    ['find two words in docs', { verb: 'search', find: 'two words', target: 'docs' }],
    ['read my file.md', { verb: 'read', path: 'my file.md' }],
    ['ls', { verb: 'list' }],
    ['rename "a b.md" to c d.md', { verb: 'rename', from: 'a b.md', to: 'c d.md' }],
    ['run `npm test`', { verb: 'run', command: 'npm test' }],
    ['run if true; then run x; fi', { verb: 'run', command: 'if true; then run x; fi' }],
    ['run echo "a then list b"', { verb: 'run', command: 'echo "a then list b"' }],
    ['write a.md: one: two', { verb: 'write', path: 'a.md', content: 'one: two\n' }],
    ['write to do/my list.md: milk: 2', { verb: 'write', path: 'do/my list.md', content: 'milk: 2\n' }],
    ['write a.md see b.md: text', { verb: 'write', path: 'a.md', content: 'see b.md: text\n' }],
    ['write "a b.md": text', { verb: 'write', path: 'a b.md', content: 'text\n' }],
    ['write a.md with "hello"', { verb: 'write', path: 'a.md', content: 'hello\n' }],
    [
      'write a.md\nline 1\n\nrun line 2\n',
      { verb: 'write', path: 'a.md', content: 'line 1\n\nrun line 2\n' },
    ],
    ['write a.md:\r\nx', { verb: 'write', path: 'a.md', content: 'x\n' }],
    ['slow', { verb: 'slow', lines: 10 }],
    ['slow 99999', { verb: 'slow', lines: 600 }],
    ['?', { verb: 'help' }],
    ['help me please', { verb: 'help' }],
  ])('reads %j', (prompt, command) => {
    if (command) expect(commandsOf(prompt)).toEqual([command]);
    else expect(parseCommands(prompt).kind).toBe('problem');
  });

  it('reads several, by line, by "then" and after a fenced block', () => {
    expect(commandsOf('list\n\nread a.md, then delete a.md and then run npm test')).toEqual([
      { verb: 'list' },
      { verb: 'read', path: 'a.md' },
      { verb: 'delete', path: 'a.md' },
      { verb: 'run', command: 'npm test' },
    ]);
    expect(commandsOf('append a.md\n~~~js\n```\n~~~\nthen list')).toEqual([
      { verb: 'append', path: 'a.md', content: '```\n' },
      { verb: 'list' },
    ]);
  });

  it('ends the text of a file at a "then" that a command follows', () => {
    expect(
      commandsOf('append a.md: one then append b.md with "two then list c", and then run npm test'),
    ).toEqual([
      { verb: 'append', path: 'a.md', content: 'one\n' },
      { verb: 'append', path: 'b.md', content: 'two then list c\n' },
      { verb: 'run', command: 'npm test' },
    ]);
    expect(commandsOf('write to do/my list.md: milk then write a.md: x\nlist')).toEqual([
      { verb: 'write', path: 'do/my list.md', content: 'milk\n' },
      { verb: 'write', path: 'a.md', content: 'x\n' },
      { verb: 'list' },
    ]);
    expect(parseCommands('append a.md: one then rename b.md')).toMatchObject({ kind: 'problem' });
    expect(parseCommands('append a.md then list')).toMatchObject({ kind: 'problem' });
  });

  it.each([
    ['write a.md: first this then that', 'first this then that\n'],
    ['write a.md: look, then plan the rest', 'look, then plan the rest\n'],
    ['write a.md:\nbuild it then run the tests', 'build it then run the tests\n'],
    ['write a.md\n~~~\nbuild it then run the tests\n~~~', 'build it then run the tests\n'],
    ['write a.md with "build it then run the tests"', 'build it then run the tests\n'],
  ])('writes the "then" of %j', (prompt, content) => {
    expect(commandsOf(prompt)).toEqual([{ verb: 'write', path: 'a.md', content }]);
  });

  it.each(['make it faster', 'error in my code, please look', 'plan a refactoring', '', '  \n '])(
    'does not take %j for a command',
    (prompt) => expect(parseCommands(prompt)).toEqual({ kind: 'unknown' }),
  );

  it.each(['write me a poem', 'replace foo', 'rename a', 'slow many', 'delete', 'replace "a with b'])(
    'explains what is wrong with %j',
    (prompt) => expect(parseCommands(prompt)).toMatchObject({ kind: 'problem' }),
  );

  it('runs nothing when one line is not understood', () => {
    expect(parseCommands('write a.md: x\nand now the rest')).toEqual({
      kind: 'problem',
      message: '"and now the rest" is not a command I know, so nothing was done.',
    });
  });

  it('knows slash names', () => {
    expect(isSlashCommand('/run ls')).toBe(true);
    expect(isSlashCommand('run ls')).toBe(false);
    expect(isSlashCommand('/usr/bin is full')).toBe(false);
  });
});
