import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { makeDataFolders } from '../../../src/main/app/data-folders';

const pathsIn = (folder: string) => ({
  folder,
  worktrees: join(folder, 'worktrees'),
  agentState: join(folder, 'agent-state'),
  logFile: join(folder, 'logs', 'coppice.log'),
});

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'coppice-data-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

it('makes the data folder with its parts, also when they are there already', () => {
  const folder = join(scratch(), 'with space ünï', 'data');
  expect(makeDataFolders(pathsIn(folder))).toBeUndefined();
  expect(makeDataFolders(pathsIn(folder))).toBeUndefined();
  expect(readdirSync(folder).sort()).toEqual(['agent-state', 'logs', 'worktrees']);
});

it.each(['data', 'data/logs'])('says what to do when a file is where %s should be', (name) => {
  const root = scratch();
  const folder = join(root, 'data');
  if (name !== 'data') makeDataFolders(pathsIn(folder));
  rmSync(join(root, name), { recursive: true, force: true });
  writeFileSync(join(root, name), '');
  expect(makeDataFolders(pathsIn(folder))).toMatchObject({
    code: 'store.unusable',
    message: `Coppice cannot keep its data in ${folder}.`,
    hint: expect.stringContaining('COPPICE_HOME'),
  });
});
