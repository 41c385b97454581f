import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, git, test } from './support/coppice';
import { clerk, scribe, writeAgentsFile } from './support/custom-agents';
import { acceptedFile, sessionWorktree } from './support/session-worktree';
import { CoppiceWindow } from './support/window';

test('a review of three agents’ work goes from the first comment to the merge without the mouse', async ({
  launch,
  repository,
  scratch,
}) => {
  test.setTimeout(240_000);
  writeAgentsFile(scratch, { agents: [scribe, clerk] });
  const first = await launch({ paths: [repository] });
  const window = new Keyboard(first.page);

  // Two agents in one hunk of one file, at two places of another, and one alone; then a third.
  await window.begin('Scribe', 'write README.md # Sample\n\nA quiet sample.\nSecond line.');
  await window.say('write both.txt one\ntwo');
  await window.pickByKey('Clerk');
  await window.say('write README.md # My sample\n\nA quiet sample.\nSecond line.');
  await window.say('write both.txt one\ntwo\nthree');
  await window.say('write notes.txt A note.');
  await window.pickByKey('Built-in agent');
  await window.say('write third.txt: One');
  const { path, branch } = sessionWorktree(repository);
  const read = (name: string) => readFileSync(join(path, name), 'utf8');

  // A comment goes back to the third.
  await window.goToFile('third.txt');
  await first.page.keyboard.press('j');
  await first.page.keyboard.press('c');
  await first.page.keyboard.type('write third.txt: Two');
  await first.page.keyboard.press('Control+Enter');
  await expect(window.file('third.txt').getByRole('article', { name: /^Comment on line 1/ })).toBeVisible();
  await first.page.keyboard.press('Shift+C');
  await expect.poll(() => read('third.txt')).toBe('Two\n');
  await window.waitForTurnEnd();

  // Everything is still there after a restart.
  await first.quit();
  const { page } = await launch();
  const again = new Keyboard(page);
  await expect(again.file('third.txt')).toContainText('Two');

  // One agent's work is accepted, the other's rejected, that taken back, rewound and undone.
  await again.byAuthor('Accept all of Scribe');
  await expect
    .poll(() => acceptedFile(repository, 'README.md'))
    .toBe('# Sample\n\nA quiet sample.\nSecond line.\n');
  expect(acceptedFile(repository, 'both.txt')).toBe('one\ntwo\n');
  await again.byAuthor('Reject all of Clerk');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Reject' }).press('Enter');
  await expect.poll(() => existsSync(join(path, 'notes.txt'))).toBe(false);
  // Files of which a part goes are written after the others.
  await expect.poll(() => read('both.txt')).toBe('one\ntwo\n');
  await again.undoByKey();
  await expect.poll(() => existsSync(join(path, 'notes.txt'))).toBe(true);
  await expect(again.file('notes.txt')).toBeVisible();

  const before = read('README.md');
  await again.runAction('Timeline');
  const timeline = page.getByRole('dialog', { name: 'Timeline' });
  await timeline
    .getByRole('button', { name: /^Clerk/ })
    .last()
    .focus();
  await timeline.getByRole('button', { name: 'Rewind all of Clerk since here' }).press('Enter');
  await timeline.getByRole('button', { name: /^Rewind \d+ files?$/ }).press('Enter');
  await expect.poll(() => read('README.md')).toBe('# Sample\n\nA quiet sample.\nSecond line.\n');
  expect(existsSync(join(path, 'notes.txt'))).toBe(false);
  expect(read('third.txt')).toBe('Two\n');
  await expect(timeline).toBeHidden();
  await again.undoByKey();
  await expect.poll(() => read('README.md')).toBe(before);
  await expect.poll(() => read('both.txt')).toBe('one\ntwo\nthree\n');
  await expect(again.file('notes.txt')).toBeVisible();
  await again.byAuthor('Reject all of Clerk');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Reject' }).press('Enter');
  await expect(again.file('notes.txt')).toHaveCount(0);
  await again.goToFile('third.txt');
  await page.keyboard.press('Shift+A');
  await expect(again.file('third.txt')).toHaveCount(0);

  // The base has moved on in the same line: decided here, then merged into the checkout.
  writeFileSync(join(repository, 'README.md'), '# Sample\n\nA loud sample.\nSecond line.\n');
  git(repository, 'commit', '--quiet', '--all', '--message', 'Be loud');
  await again.runAction('Finish session');
  const finish = page.getByRole('dialog', { name: /^Finish/ });
  await finish.getByRole('button', { name: /^Commit \d+ files/ }).press('Enter');
  await expect(finish).toContainText('1 file conflicts with main:');
  // Scribe comes first, as the built-in agent has no model; here it only brings main into the worktree.
  await finish.getByRole('combobox', { name: 'Agent' }).press('Enter');
  await page.getByRole('option', { name: 'Built-in agent' }).press('Enter');
  await expect(finish).toContainText('Built-in agent has no model');
  await finish.getByRole('button', { name: 'Let Built-in agent resolve' }).press('Enter');
  await expect(again.file('README.md')).toContainText('<<<<<<<');
  await again.waitForTurnEnd('The agent declined');
  writeFileSync(join(path, 'README.md'), '# Sample\n\nA quiet but firm sample.\nSecond line.\n');
  await expect(again.file('README.md')).toContainText('quiet but firm');
  await again.goToFile('README.md');
  await page.keyboard.press('Shift+A');
  await expect(again.file('README.md')).toHaveCount(0);
  await again.runAction('Finish session');
  await finish.getByRole('button', { name: 'Complete the merge' }).press('Enter');
  await expect(finish).toContainText('Committed as');
  await finish.getByRole('switch', { name: 'Update my checkout too' }).press('Space');
  await finish.getByRole('button', { name: 'Merge into main' }).press('Enter');
  await expect(finish).toContainText('main is at');
  expect(readFileSync(join(repository, 'README.md'), 'utf8')).toContain('A quiet but firm sample.');
  expect(readFileSync(join(repository, 'third.txt'), 'utf8')).toBe('Two\n');
  expect(existsSync(join(repository, 'notes.txt'))).toBe(false);
  expect(git(repository, 'status', '--porcelain')).toBe('');
  expect(git(repository, 'log', '--format=%(trailers:key=Co-authored-by,valueonly)', branch)).toContain(
    'Scribe',
  );
});

/** The window without its mouse. */
class Keyboard extends CoppiceWindow {
  async begin(agent: string, prompt: string): Promise<void> {
    await expect(this.newPrompt).toBeFocused();
    await this.pickByKey(agent);
    await this.newPrompt.focus();
    await this.page.keyboard.insertText(prompt);
    await this.page.getByRole('button', { name: 'Start session' }).press('Enter');
    await this.waitForTurnEnd();
  }

  async pickByKey(agent: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Agent', exact: true }).press('Enter');
    await this.page.getByRole('option', { name: agent }).press('Enter');
  }

  /** Sends a prompt, and means it when it names files others changed; waits for its turn's end. */
  async say(prompt: string): Promise<void> {
    await this.composer.focus();
    await this.page.keyboard.insertText(prompt);
    await this.page.keyboard.press('Enter');
    const sent = this.transcript.locator('[data-entry="prompt"]').filter({ hasText: prompt }).last();
    const asked = this.page.getByRole('button', { name: /^Let .* work$/ });
    await expect(sent.or(asked)).toBeVisible();
    if (await asked.isVisible()) await asked.press('Enter');
    await expect(sent).toBeVisible();
    await this.waitForTurnEnd();
  }

  /** Goes from file to file until the one that is meant has the focus. */
  async goToFile(path: string): Promise<void> {
    await expect(this.file(path)).toBeVisible();
    await this.changes.focus();
    const reached = this.file(path).locator(':focus');
    const isReached = () =>
      expect(reached)
        .toHaveCount(1, { timeout: 300 })
        .then(
          () => true,
          () => false,
        );
    for (const key of [...'nnnnnnpppppp']) {
      await this.page.keyboard.press(key);
      if (await isReached()) return;
    }
    await expect(reached).toHaveCount(1);
  }

  async byAuthor(choice: string): Promise<void> {
    await this.changes.getByRole('button', { name: 'Decide by author' }).press('Enter');
    await this.page.getByRole('menuitem', { name: choice, exact: true }).press('Enter');
  }

  async undoByKey(): Promise<void> {
    await this.changes.focus();
    await this.page.keyboard.press('ControlOrMeta+z');
  }
}
