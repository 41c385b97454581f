import type { ElectronApplication } from '@playwright/test';
import { type Coppice, expect, test } from './support/coppice';
import { answerIfAsked } from './support/desktop-dialog';
import { CoppiceWindow } from './support/window';

const crash = ({ app }: Coppice) =>
  app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const loaded = new Promise<void>((resolve) => window?.webContents.once('dom-ready', () => resolve()));
    window?.webContents.forcefullyCrashRenderer();
    return loaded;
  });

/** Playwright gives up a page that crashed; the app itself can still be asked what its window shows. */
function inPage<T>(app: ElectronApplication, script: string): Promise<T> {
  return app.evaluate(
    ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
    script,
  ) as Promise<T>;
}

/** Opens the session in the window that came back, and reads its transcript. */
async function transcript({ app }: Coppice, title: string): Promise<string> {
  return await inPage(
    app,
    `(() => {
      const rows = [...document.querySelectorAll('[role="treeitem"][aria-level="2"]')];
      const row = rows.find((row) => row.textContent.includes(${JSON.stringify(title)}));
      if (row && row.ariaSelected !== 'true') row.click();
      return document.querySelector('[role="log"]')?.innerText ?? '';
    })()`,
  );
}

test('a window that crashes while an agent writes comes back, and nothing is lost or repeated', async ({
  launch,
  repository,
}) => {
  const coppice = await launch({ paths: [repository] });
  const window = new CoppiceWindow(coppice.page);
  await window.startSession('slow 30');
  await expect(window.transcript).toContainText('Line 3 of 30.');
  await crash(coppice);
  await expect.poll(() => transcript(coppice, 'slow 30')).toContain('Line 12 of 30.');
  await crash(coppice);
  await expect
    .poll(() => transcript(coppice, 'slow 30'), { timeout: 30_000 })
    .toMatch(/Line 30 of 30\.[\s\S]*Done/);
  const lines = (await transcript(coppice, 'slow 30')).match(/Line \d+ of 30\./g);
  expect(lines).toEqual(Array.from({ length: 30 }, (_, index) => `Line ${index + 1} of 30.`));
});

test('a window that keeps crashing asks before it is loaded again', async ({ launch }) => {
  const coppice = await launch();
  await expect(coppice.page.getByRole('heading', { level: 1 })).toBeVisible();
  await crash(coppice);
  await crash(coppice);
  const back = crash(coppice);
  await expect.poll(() => answerIfAsked(coppice.pid, 'Coppice keeps crashing')).toBe(true);
  await back;
  await expect.poll(() => inPage(coppice.app, `document.querySelector('h1')?.innerText ?? ''`)).not.toBe('');
});
