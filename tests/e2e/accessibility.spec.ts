import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { type Coppice, expect, test } from './support/coppice';
import { CoppiceWindow } from './support/window';

/** Contrast does not depend on the size, nor the order of things on the theme. The last one is what is worked in. */
const LOOKS = [
  { theme: 'dark', width: 900, height: 600 },
  { theme: 'light', width: 1280, height: 800 },
] as const;

test('no screen has a serious accessibility problem', async ({ launch, repository }) => {
  test.setTimeout(300_000);
  const coppice = await launch();
  const { page } = coppice;
  const window = new CoppiceWindow(page);
  await expect(page.getByRole('heading', { name: 'Drop a git repository here' })).toBeVisible();
  await checkEverywhere(coppice, 'empty');
  await page.getByRole('button', { name: 'Settings…' }).click();
  for (const tab of ['General', 'Model', 'Agents', 'About']) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('tabpanel', { name: tab })).toBeVisible();
    await checkEverywhere(coppice, `settings-${tab.toLowerCase()}`);
  }
  await page.keyboard.press('Escape');

  await window.openRepository(repository);
  await checkEverywhere(coppice, 'new-session');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
  await checkEverywhere(coppice, 'palette');
  await page.keyboard.press('Escape');

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

/** Looks at what is shown in light and dark, in a common and in a small window. */
async function checkEverywhere({ app, page }: Coppice, name: string): Promise<void> {
  for (const { theme, width, height } of LOOKS) {
    await app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
      { width, height },
    );
    await page.waitForFunction((wanted) => window.innerWidth === wanted, width);
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
