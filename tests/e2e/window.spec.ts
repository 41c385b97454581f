import { expect, test } from './support/coppice';
import { counter, writeAgentsFile } from './support/custom-agents';
import { CoppiceWindow } from './support/window';

const lines = (count: number) =>
  Array.from({ length: count }, (_, index) => `Line ${index + 1} of ${count}.`);

/** What `slow` has streamed, as it reads on screen. */
async function numberedLines({ transcript }: CoppiceWindow): Promise<string[]> {
  const message = await transcript.locator('[data-entry="text"]').last().innerText();
  return message.split('\n').filter((line) => line.startsWith('Line '));
}

test('reloading the window while an agent writes loses nothing and repeats nothing', async ({
  launch,
  repository,
}) => {
  const coppice = await launch({ paths: [repository] });
  const window = new CoppiceWindow(coppice.page);
  await window.startSession('slow 20');
  for (const line of [2, 6, 10]) {
    await expect(window.transcript).toContainText(`Line ${line} of 20.`);
    await window.page.reload();
    await window.session('slow 20').click();
  }
  await window.waitForTurnEnd();
  expect(await numberedLines(window)).toEqual(lines(20));
  await expect(window.transcript.locator('[data-entry="prompt"]')).toHaveCount(1);

  await coppice.quit();
  const again = new CoppiceWindow((await launch()).page);
  await again.session('slow 20').click();
  await again.waitForTurnEnd();
  expect(await numberedLines(again)).toEqual(lines(20));
  await expect(again.transcript.locator('[data-entry="prompt"]')).toHaveCount(1);
});

test('a question that was open stays open over a reload and can be answered', async ({
  launch,
  repository,
}) => {
  const window = new CoppiceWindow((await launch({ paths: [repository] })).page);
  await window.startSession('run touch made.txt');
  await expect(window.permission).toBeVisible();
  await window.page.reload();
  await window.session('touch made.txt').click();
  await window.answerPermission('Allow once');
  await window.waitForTurnEnd();
  await expect(window.file('made.txt')).toBeVisible();
});

test('work, sessions and decisions are back after a restart', async ({ launch, repository }) => {
  const coppice = await launch({ paths: [repository] });
  const window = new CoppiceWindow(coppice.page);
  await window.startSession('write kept.txt: yes\nwrite later.txt: open');
  await window.waitForTurnEnd();
  await window.accept('kept.txt');
  await coppice.quit();

  const again = new CoppiceWindow((await launch()).page);
  await again.session('write kept.txt').click();
  await expect(again.file('later.txt').getByRole('img', { name: 'Built-in agent · turn 1' })).toBeVisible();
  await expect(again.file('kept.txt')).toHaveCount(0);
  await again.prompt('history');
  await again.waitForTurnEnd();
  await expect(again.transcript).toContainText(/asked:\s*write kept\.txt: yes write later\.txt: open/);
});

test('a window that hangs while an agent floods has all of it afterwards, once and in order', async ({
  launch,
  repository,
  scratch,
}) => {
  writeAgentsFile(scratch, { agents: [counter] });
  const { page } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  await window.startSession('help');
  await window.waitForTurnEnd();
  await window.pickAgent('Counter');
  await window.send('count');
  await expect(window.transcript).toContainText('100 101 102');
  await page.evaluate((ms) => {
    for (const until = performance.now() + ms; performance.now() < until; );
  }, 5000);
  await window.waitForTurnEnd();
  const message = window.transcript.locator('[data-entry="text"]').last();
  await message.getByRole('button', { name: 'Show all 288,890 characters' }).click();
  const said = (await message.innerText()).match(/\d+/g) ?? [];
  expect(said.slice(-50_000)).toEqual(Array.from({ length: 50_000 }, (_, number) => String(number)));
});
