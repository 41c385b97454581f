import { existsSync, lstatSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { completeMove } from '../../../src/main/git/decisions/complete-move';
import { gitSandbox } from './git-sandbox';

function moving() {
  const sandbox = gitSandbox();
  const { repository: root, write } = sandbox;
  const file = (path: string) => join(root, path);
  for (const name of ['old', 'new', 'missing', 'edited', 'odd \n"name', 'deep/gone']) write(name, 'before\n');
  sandbox.commitAll('before');
  const from = sandbox.git(['rev-parse', 'HEAD']);
  for (const name of ['old', 'new', 'missing', 'edited', 'odd \n"name', 'deep/er/made'])
    write(name, 'after\n');
  rmSync(file('deep/gone'));
  symlinkSync('old', file('link'));
  sandbox.commitAll('after');
  const to = sandbox.git(['rev-parse', 'HEAD']);
  sandbox.git(['checkout', '--quiet', from]);
  const text = (path: string) => readFileSync(file(path), 'utf8');
  const complete = (one: string, other: string) =>
    completeMove({ root, scratch: join(root, '.git/scratch'), from: one, to: other });
  return { sandbox, root, file, text, write, from, to, complete };
}

it('brings what a move left behind to where it was going, and leaves what somebody changed', async () => {
  const { sandbox, file, text, write, from, to, complete } = moving();
  write('new', 'after\n');
  rmSync(file('missing'));
  write('edited', 'by hand\n');
  const done = await complete(from, to);
  for (const name of ['old', 'new', 'missing', 'odd \n"name', 'deep/er/made'])
    expect(text(name)).toBe('after\n');
  expect(text('edited')).toBe('by hand\n');
  expect(lstatSync(file('link')).isSymbolicLink()).toBe(true);
  expect(existsSync(file('deep/gone'))).toBe(false);
  expect(done.map(({ path }) => path.toString())).not.toContain('edited');
  sandbox.git(['read-tree', to]);
  expect(sandbox.git(['diff', '--name-only'])).toBe('edited');
});

it('takes back what a move had done, the folders it made included', async () => {
  const { sandbox, root, file, text, write, from, to, complete } = moving();
  sandbox.git(['checkout', '--quiet', to]);
  write('old', 'before\n');
  rmSync(file('deep/er/made'));
  await complete(to, from);
  for (const name of ['old', 'new', 'missing', 'edited', 'odd \n"name', 'deep/gone'])
    expect(text(name)).toBe('before\n');
  expect(existsSync(join(root, 'link'))).toBe(false);
  sandbox.git(['read-tree', from]);
  expect(sandbox.git(['diff', '--name-only'])).toBe('');
});

it('writes nothing over a file that somebody has put in the way meanwhile', async () => {
  const { text, write, from, to, complete } = moving();
  write('deep/er/made', 'mine\n');
  write('link', 'mine too\n');
  await complete(from, to);
  expect([text('deep/er/made'), text('link'), text('old')]).toEqual(['mine\n', 'mine too\n', 'after\n']);
});
