import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, git, test } from './support/coppice';
import { acceptedFile, sessionWorktree } from './support/session-worktree';
import { CoppiceWindow } from './support/window';

const poem = Array.from({ length: 40 }, (_, at) => `line ${at + 1}\n`).join('');
const edited = poem
  .replace('line 3\n', 'third\n')
  .replace('line 20\n', '')
  .replace('line 38\n', 'line 38\nand more\n');

/** A session in whose worktree three hunks of one file and a new file are pending. */
async function openPending(repository: string, page: ConstructorParameters<typeof CoppiceWindow>[0]) {
  const window = new CoppiceWindow(page);
  await window.startSession('help');
  await window.waitForTurnEnd();
  const { path } = sessionWorktree(repository);
  writeFileSync(join(path, 'poem.txt'), edited);
  writeFileSync(join(path, 'zebra.txt'), 'one\ntwo\nthree\n');
  await window.changes.getByRole('button', { name: 'Refresh' }).click();
  await expect(window.file('poem.txt').getByRole('row', { name: /third/ })).toBeVisible();
  return { window, path };
}

test.beforeEach(({ repository }) => {
  writeFileSync(join(repository, 'poem.txt'), poem);
  git(repository, 'add', '--all');
  git(repository, 'commit', '--quiet', '--message', 'A poem');
});

test('hunks are accepted and rejected one by one with the keyboard, and taken back', async ({
  launch,
  repository,
}) => {
  const { page } = await launch({ paths: [repository] });
  const { window, path } = await openPending(repository, page);
  const poemFile = window.file('poem.txt');
  await poemFile.getByRole('button', { name: /^poem\.txt, modified/ }).focus();
  await page.keyboard.press('j');
  await expect(poemFile.getByRole('row', { name: 'removed line 3: line 3' })).toBeFocused();
  await page.keyboard.press('a');
  await expect(poemFile.getByRole('row', { name: /third/ })).toHaveCount(0);
  expect(acceptedFile(repository, 'poem.txt')).toBe(poem.replace('line 3\n', 'third\n'));
  await expect(poemFile.getByRole('row', { name: 'removed line 20: line 20' })).toBeFocused();

  await page.keyboard.press('r');
  await expect(poemFile.getByRole('row', { name: 'removed line 20: line 20' })).toHaveCount(0);
  await expect(poemFile.getByRole('row', { name: /and more/ })).toBeFocused();
  expect(readFileSync(join(path, 'poem.txt'), 'utf8')).toBe(
    edited.replace('line 21\n', 'line 20\nline 21\n'),
  );

  await page.keyboard.press('Control+z');
  await expect(poemFile.getByRole('row', { name: 'removed line 20: line 20' })).toBeVisible();
  expect(readFileSync(join(path, 'poem.txt'), 'utf8')).toBe(edited);
  await page.keyboard.press('Control+z');
  await expect(poemFile.getByRole('row', { name: /third/ })).toBeVisible();
  expect(acceptedFile(repository, 'poem.txt')).toBe(poem);
  await expect(window.acceptedBar).toHaveCount(0);
});

test('lines are selected by clicks and drags in the gutter or Shift and the arrows, and only they are decided on', async ({
  launch,
  repository,
}) => {
  const { page } = await launch({ paths: [repository] });
  const { window, path } = await openPending(repository, page);
  const zebra = window.file('zebra.txt');
  await window.changes
    .getByRole('button', { name: /^zebra\.txt, added/ })
    .first()
    .click();
  const gutter = (text: string) =>
    zebra.getByRole('row', { name: new RegExp(text) }).locator('[data-gutter]');
  await gutter('one').click();
  await gutter('two').click({ modifiers: ['Shift'] });
  await expect(zebra.getByRole('toolbar', { name: '2 lines selected' })).toBeVisible();
  await gutter('three').click();
  await expect(zebra.getByRole('toolbar', { name: '1 line selected' })).toBeVisible();
  await gutter('one').hover();
  await page.mouse.down();
  await gutter('two').hover();
  await page.mouse.up();
  await zebra
    .getByRole('toolbar', { name: '2 lines selected' })
    .getByRole('button', { name: 'Accept' })
    .click();
  await expect(zebra.getByRole('toolbar')).toHaveCount(0);
  await expect(zebra.getByRole('row', { name: 'added line 3: three' })).toBeVisible();
  await expect(() => expect(acceptedFile(repository, 'zebra.txt')).toBe('one\ntwo\n')).toPass();

  const poemFile = window.file('poem.txt');
  await poemFile.getByRole('button', { name: /^poem\.txt, modified/ }).focus();
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(poemFile.getByRole('toolbar', { name: '2 lines selected' })).toBeVisible();
  await page.keyboard.press('Shift+ArrowDown');
  const three = poemFile.getByRole('toolbar', { name: '3 lines selected, 2 of them changed' });
  await expect(three.getByRole('status')).toHaveText('3 lines selected');
  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('Escape');
  await expect(poemFile.getByRole('toolbar')).toHaveCount(0);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press(' ');
  await page.keyboard.press('r');
  await expect(poemFile.getByRole('row', { name: /third/ })).toBeVisible();
  await expect
    .poll(() => readFileSync(join(path, 'poem.txt'), 'utf8'))
    .toBe(edited.replace('third\n', 'line 3\nthird\n'));
});

test('the bar of a selection leaves the numbers of the lines below it free, in a narrow window too', async ({
  launch,
  repository,
}) => {
  const { app, page } = await launch({ paths: [repository] });
  const { window } = await openPending(repository, page);
  const poem = window.file('poem.txt');
  const gutter = poem.getByRole('row').locator('[data-gutter]');
  for (const [width, height] of [
    [1280, 800],
    [900, 600],
  ] as const) {
    await app.evaluate(
      ({ BrowserWindow }, [width, height]) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
      [width, height] as const,
    );
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width);
    await gutter.nth(2).click();
    await gutter.nth(3).click({ modifiers: ['Shift'] });
    await expect(poem.getByRole('toolbar', { name: /^2 lines selected/ })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(poem.getByRole('toolbar')).toHaveCount(0);
  }
});

test('the bar of a selection stays in sight at the lower edge of the panel, as long as its lines do', async ({
  launch,
  repository,
}) => {
  const { page } = await launch({ paths: [repository] });
  const { window, path } = await openPending(repository, page);
  writeFileSync(join(path, 'a.txt'), Array.from({ length: 120 }, (_, at) => `line ${at + 1}\n`).join(''));
  await window.changes.getByRole('button', { name: 'Refresh' }).click();
  const long = window.file('a.txt');
  const row = (line: number) => long.getByRole('row', { name: new RegExp(`^added line ${line}:`) });
  await window.changes
    .getByRole('button', { name: /^a\.txt, added/ })
    .first()
    .click();
  await row(1).locator('[data-gutter]').click();
  const edge = (await window.changes.boundingBox()) ?? { y: 0, height: 0 };
  const bottom = edge.y + edge.height;
  // The last row that shows any of itself.
  const gutters = await long.locator('[data-gutter]').evaluateAll((all) =>
    all.map((gutter) => {
      const { x, y } = gutter.getBoundingClientRect();
      return { x: x + 5, y: y + 5 };
    }),
  );
  const last = gutters.filter(({ y }) => y < bottom - 2).at(-1) ?? { x: 0, y: 0 };
  await page.keyboard.down('Shift');
  await page.mouse.click(last.x, last.y);
  await page.keyboard.up('Shift');
  const bar = long.getByRole('toolbar', { name: /lines selected$/ });
  await expect(bar).toBeInViewport({ ratio: 1 });
  await page.mouse.wheel(0, 60);
  await expect(bar).toBeInViewport({ ratio: 1 });
  await page.mouse.wheel(0, 1_900);
  await expect(row(120)).toBeInViewport();
  await expect(bar).not.toBeInViewport();
  // All lines of the file: where its end has no room the bar is at the first of them, or below the file's bar.
  await row(120)
    .locator('[data-gutter]')
    .click({ modifiers: ['Shift'] });
  await expect(bar).toBeInViewport({ ratio: 1 });
});

test('what is written while a question is open is not rejected with it, and is marked until it was looked at', async ({
  launch,
  repository,
}) => {
  const { page } = await launch({ paths: [repository] });
  const { window, path } = await openPending(repository, page);
  const zebra = window.file('zebra.txt');
  await window.changes.getByRole('button', { name: 'Reject all' }).click();
  const question = page.getByRole('alertdialog', { name: 'Reject the changes to 2 files?' });
  await expect(question).toBeVisible();
  const longer = 'one\ntwo\nthree\nfour\n';
  writeFileSync(join(path, 'zebra.txt'), longer);
  await expect(page.getByText('four', { exact: true })).toBeVisible();
  await question.getByRole('button', { name: 'Reject', exact: true }).click();
  await expect(page.getByText('zebra.txt changed since you saw it.')).toBeVisible();
  expect(readFileSync(join(path, 'zebra.txt'), 'utf8')).toBe(longer);
  expect(readFileSync(join(path, 'poem.txt'), 'utf8')).toBe(edited);
  await expect(window.changes.getByRole('navigation').getByText('updated')).toBeVisible();
  await window.changes
    .getByRole('button', { name: /^zebra\.txt, added/ })
    .first()
    .click();
  await expect(zebra.getByRole('row', { name: 'added line 4: four' })).toBeVisible();
  await window.changes.getByRole('button', { name: 'Reject all' }).click();
  await question.getByRole('button', { name: 'Reject', exact: true }).click();
  await expect.poll(() => readFileSync(join(path, 'poem.txt'), 'utf8')).toBe(poem);
  await expect.poll(() => existsSync(join(path, 'zebra.txt'))).toBe(false);
});

test('side by side, Shift and the arrows select lines of one side', async ({ launch, repository }) => {
  const { page } = await launch({ paths: [repository] });
  const { window, path } = await openPending(repository, page);
  const poemFile = window.file('poem.txt');
  await poemFile.getByRole('button', { name: /^poem\.txt, modified/ }).focus();
  await page.keyboard.press('u');
  await page.keyboard.press('j');
  await expect(poemFile.locator('[data-row]:focus')).toContainText('third');
  await page.keyboard.press('Shift+ArrowDown');
  const selected = poemFile.locator('[data-side][class*="selected"]');
  await expect(selected).toHaveCount(2);
  await expect(poemFile.locator('[data-side="new"][class*="selected"]')).toHaveCount(2);
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(poemFile.locator('[data-side="old"][class*="selected"]')).toHaveCount(2);
  await expect(selected).toHaveCount(2);
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('r');
  await expect.poll(() => readFileSync(join(path, 'poem.txt'), 'utf8')).not.toContain('third');
});

test('a change of mode is decided on alone, viewed files stay closed over a restart, and decisions are listed', async ({
  launch,
  repository,
}) => {
  const first = await launch({ paths: [repository] });
  const { window, path } = await openPending(repository, first.page);
  chmodSync(join(path, 'poem.txt'), 0o755);
  await window.changes.getByRole('button', { name: 'Refresh' }).click();
  await window.file('poem.txt').getByRole('button', { name: 'Accept the change of mode' }).click();
  await expect(window.file('poem.txt').getByText('Mode changed')).toHaveCount(0);
  await expect(window.file('poem.txt').getByRole('row', { name: /third/ })).toBeVisible();
  await window.file('poem.txt').getByRole('checkbox', { name: 'Viewed poem.txt' }).check();
  await expect(window.file('poem.txt').getByRole('row', { name: /third/ })).toHaveCount(0);
  await first.quit();

  const again = new CoppiceWindow((await launch()).page);
  await again.session('help').click();
  await expect(again.file('poem.txt').getByRole('checkbox', { name: 'Viewed poem.txt' })).toBeChecked();
  await expect(again.acceptedBar).toContainText('(1 file)');
  writeFileSync(join(path, 'poem.txt'), edited.replace('third', 'Third'));
  await again.changes.getByRole('button', { name: 'Refresh' }).click();
  await expect(again.file('poem.txt').getByRole('row', { name: /Third/ })).toBeVisible();

  await again.changes.getByRole('button', { name: 'Decisions' }).click();
  const listed = again.page.getByRole('dialog', { name: 'Decisions' });
  await expect(listed.getByRole('listitem')).toHaveCount(1);
  await listed.getByRole('button', { name: 'Undo: Accepted a part of poem.txt' }).click();
  await expect(listed.getByRole('listitem')).toHaveCount(2);
  await expect(listed).toContainText('undone');
  await expect(again.acceptedBar).toHaveCount(0);
});

test('decisions that wait go on when the reader comes back from another session', async ({
  launch,
  repository,
}) => {
  const { page } = await launch({ paths: [repository] });
  const { window } = await openPending(repository, page);
  const poemFile = window.file('poem.txt');
  await poemFile.getByRole('button', { name: /^poem\.txt, modified/ }).focus();
  for (const key of ['j', 'a', 'a', 'a']) await page.keyboard.press(key);
  await page.keyboard.press('Control+n');
  await window.startSession('list');
  await window.waitForTurnEnd();
  await page.getByRole('treeitem', { level: 2 }).filter({ hasText: 'help' }).click();
  await expect(window.file('zebra.txt')).toBeVisible();
  await expect(poemFile).toHaveCount(0);
  const accepted = git(
    repository,
    'for-each-ref',
    '--format=%(refname):poem.txt',
    'refs/coppice/**/accepted',
  );
  const texts = accepted.split('\n').map((name) => name && git(repository, 'show', name));
  expect(texts).toContain(edited);
});
