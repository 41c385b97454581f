import { readFileSync } from 'node:fs';
import { expect, test } from './support/coppice';
import { acceptedFile } from './support/session-worktree';
import { CoppiceWindow } from './support/window';

test("@sandbox the page's process is confined by Chromium, and the main job works", async ({
  launch,
  repository,
}) => {
  test.skip(process.platform !== 'linux', 'Reads the confinement from /proc.');
  const { app, page } = await launch({ paths: [repository] });
  const window = new CoppiceWindow(page);
  await expect(window.newPrompt).toBeVisible();
  const renderer = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  );
  expect(statusOf(renderer)).toMatchObject({
    Seccomp: '2',
    NoNewPrivs: '1',
    CapEff: '0000000000000000',
  });

  await window.startSession('replace "colorful" with "quiet" in README.md');
  await window.waitForTurnEnd();
  await window.accept('README.md');
  expect(acceptedFile(repository, 'README.md')).toContain('A quiet sample.');
  await window.prompt('run touch made.txt');
  await window.answerPermission('Allow once');
  await window.waitForTurnEnd();
  await expect(window.file('made.txt')).toBeVisible();
});

/** What the kernel says about a process, as in proc(5). */
function statusOf(pid: number | undefined): Record<string, string> {
  const lines = readFileSync(`/proc/${pid}/status`, 'utf8').trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(/:\s+/, 2)));
}
