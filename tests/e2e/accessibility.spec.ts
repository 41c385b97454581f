import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { type Coppice, expect, test } from './support/coppice';
import { CoppiceWindow } from './support/window';

const SIZES = [
  { width: 1280, height: 800 },
  { width: 900, height: 600 },
];

test('the empty window has no serious accessibility problem', async ({ launch }) => {
  const coppice = await launch();
  await expect(coppice.page.getByRole('heading', { name: 'Drop a git repository here' })).toBeVisible();
  await checkEverywhere(coppice, 'empty');
});

test('the screen for a new session has none', async ({ launch, repository }) => {
  const coppice = await launch({ paths: [repository] });
  await expect(new CoppiceWindow(coppice.page).newPrompt).toBeVisible();
  await checkEverywhere(coppice, 'new-session');
});

test('a session with transcript, question and diff has none', async ({ launch, repository }) => {
  const coppice = await launch({ paths: [repository] });
  const { page } = coppice;
  const window = new CoppiceWindow(page);
  await window.startSession('replace "colorful" with "quiet" in README.md\nwrite notes.md: hello');
  await window.waitForTurnEnd();
  await window.prompt('markdown\nthink\nfail');
  await window.waitForTurnEnd();
  await window.file('notes.md').locator('[data-row="0"]').focus();
  await page.keyboard.press('c');
  await page.keyboard.type('Say more.');
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('c');
  await page.keyboard.type('Half written');
  await window.prompt('run touch made.txt');
  await expect(window.permission).toBeVisible();
  await checkEverywhere(coppice, 'session');
});

test('the settings have none', async ({ launch }) => {
  const coppice = await launch();
  const { page } = coppice;
  await page.getByRole('button', { name: 'Settings…' }).click();
  for (const tab of ['General', 'Model', 'Agents', 'About']) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('tabpanel', { name: tab })).toBeVisible();
    await checkEverywhere(coppice, `settings-${tab.toLowerCase()}`);
  }
});

test('the palette has none', async ({ launch, repository }) => {
  const coppice = await launch({ paths: [repository] });
  await expect(new CoppiceWindow(coppice.page).newPrompt).toBeVisible();
  await coppice.page.keyboard.press('Control+k');
  await expect(coppice.page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
  await checkEverywhere(coppice, 'palette');
});

/** Looks at what is shown in light and dark, in a common and in a small window. */
async function checkEverywhere({ app, page }: Coppice, name: string): Promise<void> {
  for (const { width, height } of SIZES) {
    await app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
      { width, height },
    );
    await page.waitForFunction((wanted) => window.innerWidth === wanted, width);
    for (const theme of ['light', 'dark'] as const) {
      await setTheme(page, theme);
      await settle(page);
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      const serious = violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} (${node.failureSummary})`));
      expect(serious, `${name}, ${theme}, ${width}x${height}`).toEqual([]);
      const folder = process.env.COPPICE_E2E_SHOTS;
      if (folder) await page.screenshot({ path: `${folder}/${name}-${theme}-${width}x${height}.png` });
    }
  }
}

async function setTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.evaluate(
    (wanted) => Reflect.get(globalThis, 'coppice').call('settings.update', { settings: { theme: wanted } }),
    theme,
  );
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
}

/** Colours that fade or panels that move would be measured half way. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity)
        .map((animation) => animation.finished.catch(() => undefined)),
    ),
  );
}
