import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, git, test } from './support/coppice';
import { sessionWorktree } from './support/session-worktree';
import { CoppiceWindow } from './support/window';

/** One red pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);
const svg = (width: number) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20"><script>document.title='ran'</script><circle cx="10" cy="10" r="9" fill="teal"/></svg>\n`;

test('images are shown before and after, and generated files are closed and say why', async ({
  launch,
  repository,
}) => {
  writeFileSync(join(repository, 'logo.svg'), svg(20));
  writeFileSync(join(repository, '.gitattributes'), 'api.ts linguist-generated\n');
  git(repository, 'add', '--all');
  git(repository, 'commit', '--quiet', '--message', 'A logo');
  const { page } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  await window.startSession('help');
  await window.waitForTurnEnd();
  const { path } = sessionWorktree(repository);
  writeFileSync(join(path, 'api.ts'), 'export {};\n');
  writeFileSync(join(path, 'app.js'), `${'var a=1;'.repeat(2_000)}\n`);
  writeFileSync(join(path, 'broken.gif'), Buffer.from('GIF89a\0'));
  writeFileSync(join(path, 'dot.png'), png);
  writeFileSync(join(path, 'logo.svg'), svg(40));
  await window.changes.getByRole('button', { name: 'Refresh' }).click();

  const logo = window.file('logo.svg');
  const go = (name: string) =>
    window.changes
      .getByRole('navigation', { name: 'Changed files' })
      .getByRole('button', { name: new RegExp(`^${name}, `) })
      .click();
  await go('logo.svg');
  await expect(logo.getByRole('img', { name: 'Before: logo.svg' })).toBeVisible();
  await expect(logo.getByRole('img', { name: 'After: logo.svg' })).toBeVisible();
  await expect(logo).toContainText('20 × 20');
  await expect(logo).toContainText('40 × 20');
  await expect(logo.getByRole('row', { name: /width="40"/ })).toBeVisible();
  expect(await page.title()).not.toBe('ran');
  await page.screenshot({ path: test.info().outputPath('images.png') });
  await go('dot.png');
  await expect(window.file('dot.png').getByRole('img', { name: 'Added: dot.png' })).toBeVisible();
  await expect(window.file('dot.png')).toContainText(`1 × 1 · ${png.length} B`);
  await go('broken.gif');
  await expect(window.file('broken.gif')).toContainText('it is broken or of an unknown format');
  await go('app.js');
  await expect(window.file('app.js')).toContainText('up to 10,001 characters and more');
  await window.file('app.js').getByRole('button', { name: 'Show anyway' }).click();
  await expect(window.file('app.js').getByRole('row', { name: /var a=1/ })).toBeVisible();

  await go('api.ts');
  const header = window.file('api.ts').getByRole('button', { name: /^api\.ts, added/ });
  await expect(header).toContainText('generated');
  await expect(header).toHaveAttribute('aria-expanded', 'false');
  await page.setViewportSize({ width: 900, height: 600 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: test.info().outputPath('dark.png') });
  await header.click();
  await expect(window.file('api.ts').getByRole('row', { name: /export/ })).toBeVisible();
});
