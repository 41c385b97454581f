import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { SessionId } from '../../../src/shared/domain/ids';
import { type TestHost, testHost } from '../../support/test-host';
import { makeRepository, runGitIn } from '../../support/test-repository';
import { temporaryFolder } from '../../support/test-store';
import { snapshot } from '../git/git-sandbox';
import { acts, mainOf } from './acts';

/** The gate cuts after every eighth git command; with `COPPICE_HISTORY_RUNS` after each. */
const stride = process.env.COPPICE_HISTORY_RUNS === undefined ? 8 : 1;

interface Place {
  folder: string;
  repository: string;
  id: SessionId;
  worktree: string;
}

async function prepare(name: string): Promise<Place> {
  const folder = temporaryFolder();
  const repository = makeRepository(join(folder, 'live/sample'));
  const app = testHost(join(folder, 'live/data'));
  const { id, worktree } = await app.newSession(repository, 'Cut short');
  await app.prompt(id, 'replace "color" with "colour" in src/*.ts then write new/deep.txt: fresh');
  writeFileSync(join(worktree.path, 'README.md'), 'By hand.\n');
  const own = { 'one.txt': 'of main\n', 'two.txt': 'of main\n', 'three.txt': 'of main\n' };
  for (const [file, text] of Object.entries({ ...own, ...mainOf(name) })) {
    writeFileSync(join(repository, file), text);
  }
  runGitIn(repository, 'add', '--all');
  runGitIn(repository, 'commit', '--quiet', '--message', 'Main went on');
  await app.host.changes.refresh(id);
  for (const step of acts[name]?.[0] ?? []) await step(app.host, id);
  await app.host.changes.refresh(id);
  await app.stop();
  cpSync(join(folder, 'live'), join(folder, 'kept'), {
    recursive: true,
    preserveTimestamps: true,
    verbatimSymlinks: true,
  });
  return { folder, repository, id, worktree: worktree.path };
}

/** As it was prepared, in the same place. */
function restore({ folder }: Place): void {
  rmSync(join(folder, 'live'), { recursive: true, force: true });
  cpSync(join(folder, 'kept'), join(folder, 'live'), {
    recursive: true,
    preserveTimestamps: true,
    verbatimSymlinks: true,
  });
}

/** Answers false when the act was done before its n-th git command. */
async function cut({ folder, id }: Place, name: string, n: number): Promise<boolean> {
  const args = [process.env.COPPICE_CUT_SHORT ?? '', join(folder, 'live/data'), id, name, String(n)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code, signal] = await once(child, 'exit');
  if (signal === 'SIGKILL') return true;
  expect(code).toBe(0);
  return false;
}

/** All that a user can tell of the session after the next start. */
async function seen(place: Place) {
  const app: TestHost = testHost(join(place.folder, 'live/data'));
  const { host } = app;
  const { changes } = await host.changes.refresh(place.id);
  const { uncommitted, bringingIn } = await host.finish.state(place.id);
  const git = (cwd: string, ...args: string[]) => runGitIn(cwd, ...args).trimEnd();
  const state = {
    trouble: await host.troubles.look(place.id),
    changes: changes.map(({ path, status, authors }) => [path, status, authors.map(({ kind }) => kind)]),
    decisions: (await host.decisions.list(place.id)).map(({ kind, undone, what }) => [kind, undone, what]),
    uncommitted,
    bringingIn,
    files: snapshot(place.worktree),
    status: git(place.worktree, 'status', '--porcelain'),
    branch: git(place.worktree, 'log', '--format=%s'),
    main: git(place.repository, 'log', '--format=%s', 'main'),
    checkout: [git(place.repository, 'status', '--porcelain'), snapshot(place.repository)],
  };
  await app.stop();
  git(place.repository, 'fsck', '--strict', '--no-dangling');
  return state;
}

/** Each of these acts, cut short by a kill after its git commands, is as before or done at the next start. */
export function testCutShort(names: readonly string[]): void {
  it.each(names)(
    'what is cut short by a kill, at whatever moment, is as before or done at the next start: %s',
    async (name) => {
      const place = await prepare(name);
      restore(place);
      const before = await seen(place);
      restore(place);
      expect(await cut(place, name, 1_000)).toBe(false);
      const after = await seen(place);
      expect(after).not.toEqual(before);
      // A session that was rebased is as good as before: its target can be moved on.
      const rebased = { ...after, main: before.main, checkout: before.checkout };
      const fine = name === 'rebase' ? [before, rebased, after] : [before, after];
      for (let n = 1; ; n += stride) {
        restore(place);
        if (!(await cut(place, name, n))) break;
        const found = await seen(place);
        expect(fine, `${name}, killed after git command ${n}`).toContainEqual(found);
      }
    },
    600_000,
  );
}
