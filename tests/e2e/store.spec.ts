import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/coppice';
import { CoppiceWindow } from './support/window';

test('a damaged database is kept aside, and the backup or nothing takes its place', async ({
  launch,
  repository,
  scratch,
}) => {
  const data = join(scratch, 'data');
  const file = join(data, 'coppice.db');
  const backups = join(data, 'backups');
  const opening = await launch();
  await new CoppiceWindow(opening.page).openRepository(repository);
  await opening.quit();
  // One made in that run may be from before the repository was opened.
  rmSync(backups, { recursive: true, force: true });
  const first = await launch();
  await expect
    .poll(() => existsSync(backups) && readdirSync(backups).filter((name) => name.endsWith('.db')).length, {
      timeout: 30_000,
    })
    .toBe(1);
  await first.quit();

  const damaged = Buffer.alloc(20_000, 'not a database ');
  for (const [choice, repositories] of [
    ['restore', 1],
    ['empty', 0],
  ] as const) {
    writeFileSync(file, damaged);
    const before = readdirSync(data).filter((name) => name.includes('.damaged-'));
    const { page, quit } = await launch({ env: { COPPICE_ON_DAMAGED: choice } });
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByText('sample', { exact: true })).toHaveCount(repositories);
    const kept = readdirSync(data).filter((name) => name.includes('.damaged-') && !before.includes(name));
    expect(kept).toHaveLength(1);
    expect(readFileSync(join(data, kept[0] as string)).equals(damaged)).toBe(true);
    await quit();
  }
  expect(readdirSync(backups)).toHaveLength(1);
});
