import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { areAllIgnored, listIgnored } from '../../../src/main/git/list-ignored';
import { silentLog } from '../../../src/main/services/log';
import { spawnGroup } from '../../../src/main/services/platform/process-group';
import { WatchHelper } from '../../../src/main/services/watch/watch-helper';
import { WorktreeWatch } from '../../../src/main/services/watch/worktree-watch';
import type { SessionId } from '../../../src/shared/domain/ids';
import { deferred } from '../../support/deferred';
import { testHost } from '../../support/test-host';
import { makeRepository } from '../../support/test-repository';
import { temporaryFolder } from '../../support/test-store';

const patient = { timeout: 20_000, interval: 10 };

/** The built helper, as the app starts it; what it starts is ended with the test. */
function openHelper(idleMs?: number) {
  const started: Awaited<ReturnType<typeof spawnGroup>>[] = [];
  const helper = new WatchHelper({
    launch: async () => {
      const program = process.env.COPPICE_WATCH_HELPER ?? '';
      const group = await spawnGroup(process.execPath, [program], { cwd: process.cwd(), env: process.env });
      started.push(group);
      return group;
    },
    ...(idleMs !== undefined && { idleMs }),
  });
  onTestFinished(() => helper.stop());
  return { helper, started };
}

/** Watches a folder and resolves when it does. */
async function watching(helper: WatchHelper, folder: string, ignored: string[] = []) {
  const ready = deferred<void>();
  const gone = deferred<void>();
  const failed = deferred<string>();
  const paths = new Set<string>();
  const end = helper.watch(folder, ignored, {
    onWatching: ready.resolve,
    onChanged: (changed) => {
      for (const path of changed) paths.add(path);
    },
    onGone: gone.resolve,
    onFailed: failed.resolve,
  });
  await Promise.race([ready.promise, failed.promise]);
  return { paths, end, gone: gone.promise, failed: failed.promise };
}

describe('the watch helper', () => {
  it('tells of what another program changes, also in new folders, but not in .git and what is left out', async () => {
    const folder = makeRepository(join(temporaryFolder(), 'sample'));
    mkdirSync(join(folder, 'lib [1]/deep'), { recursive: true });
    const { helper } = openHelper();
    const { paths } = await watching(helper, folder, ['lib [1]/deep/']);
    writeFileSync(join(folder, 'lib [1]/deep/left-out.txt'), 'x');
    writeFileSync(join(folder, '.git/left-out'), 'x');
    appendFileSync(join(folder, 'README.md'), 'by hand\n');
    await vi.waitFor(() => expect([...paths]).toEqual(['README.md']), patient);
    // The system may tell of a folder before or after what is first put into it.
    mkdirSync(join(folder, 'new'));
    const write = () => {
      appendFileSync(join(folder, 'new/inside.txt'), 'x');
      expect(paths).toContain('new/inside.txt');
    };
    await vi.waitFor(write, { ...patient, interval: 200 });
    expect([...paths].filter((path) => path.includes('left-out'))).toEqual([]);
  });

  it('says that a folder is gone, or cannot be watched', async () => {
    const folder = join(temporaryFolder(), 'here');
    mkdirSync(folder);
    const { helper } = openHelper();
    const { gone } = await watching(helper, folder);
    rmSync(folder, { recursive: true });
    await gone;
    const { failed } = await watching(helper, folder);
    expect(await failed).toMatch(/no such file/);
  });

  it('is ended with the last folder, started again for the next, and tells when it dies', async () => {
    const folder = temporaryFolder();
    const { helper, started } = openHelper(0);
    const { end } = await watching(helper, folder);
    end();
    await started[0]?.exited;
    expect(helper.pid).toBeUndefined();
    const { failed } = await watching(helper, folder);
    started[1]?.kill('SIGKILL');
    expect(await failed).toBe('it ended unexpectedly');
  });
});

describe('what git ignores', () => {
  it('are whole folders once, and single paths when asked', async () => {
    const folder = makeRepository(join(temporaryFolder(), 'sample'));
    writeFileSync(join(folder, '.gitignore'), 'out/\n*.log\n');
    mkdirSync(join(folder, 'out/deep'), { recursive: true });
    mkdirSync(join(folder, 'src/out'), { recursive: true });
    for (const path of ['out/deep/a', 'src/out/b', 'c.log', 'd.txt']) writeFileSync(join(folder, path), 'x');
    expect((await listIgnored(folder)).sort()).toEqual(['out/', 'src/out/']);
    expect(await areAllIgnored(folder, ['out/deep/a', 'c.log'])).toBe(true);
    expect(await areAllIgnored(folder, ['out/deep/a', 'd.txt'])).toBe(false);
    expect(await areAllIgnored(folder, ['README.md'])).toBe(false);
  });
});

describe('a worktree that is shown', () => {
  it('has edits of another program taken as the user’s soon after', async () => {
    const folder = temporaryFolder();
    const app = testHost(folder);
    const { id, worktree } = await app.newSession(makeRepository(join(folder, 'sample')), 'Edited by hand');
    await app.host.changes.checkpoint(id, 'manual');
    const hinted = deferred<void>();
    const { helper } = openHelper();
    const watch = new WorktreeWatch({
      helper,
      onHint: (session) => {
        hinted.resolve();
        app.host.lookAfterHint(session);
      },
      onGone: () => {},
      log: silentLog,
    });
    watch.follow(new Map([[id, worktree.path]]));
    await hinted.promise;
    appendFileSync(join(worktree.path, 'README.md'), 'by hand\n');
    await vi.waitFor(
      () =>
        expect(app.host.changes.current(id)?.changes).toEqual([
          expect.objectContaining({ path: 'README.md', authors: [{ kind: 'user' }] }),
        ]),
      patient,
    );
    expect(app.store.checkpoints.latest(id)).toMatchObject({ phase: 'outside', author: { kind: 'user' } });
    await watch.stop();
  });

  it('is not looked at for changes of ignored files, nor once another is shown', async () => {
    const folder = makeRepository(join(temporaryFolder(), 'sample'));
    const other = temporaryFolder();
    writeFileSync(join(folder, '.gitignore'), '*.log\n');
    const hints: string[] = [];
    const { helper } = openHelper();
    const watch = new WorktreeWatch({
      helper,
      onHint: (id) => hints.push(id),
      onGone: () => {},
      log: silentLog,
    });
    const [first, second] = ['first', 'second'] as SessionId[] as [SessionId, SessionId];
    watch.follow(
      new Map([
        [first, folder],
        [second, other],
      ]),
    );
    await vi.waitFor(() => expect([...hints].sort()).toEqual([first, second]), patient);
    writeFileSync(join(folder, 'a.log'), 'x');
    // Told of in the order it happened, so what is heard of the second says that the first was judged.
    await vi.waitFor(() => {
      writeFileSync(join(other, 'b.txt'), String(hints.length));
      expect(hints.filter((id) => id === second).length).toBeGreaterThan(2);
    }, patient);
    expect(hints.filter((id) => id === first)).toHaveLength(1);
    watch.follow(new Map([[second, other]]));
    writeFileSync(join(folder, 'a.txt'), 'x');
    const heard = hints.length;
    await vi.waitFor(() => {
      writeFileSync(join(other, 'c.txt'), String(hints.length));
      expect(hints.length).toBeGreaterThan(heard + 1);
    }, patient);
    expect(hints.filter((id) => id === first)).toHaveLength(1);
  });

  it('is worked with as before where it cannot be watched, which is logged once', async () => {
    const lines: string[] = [];
    const { helper } = openHelper();
    const watch = new WorktreeWatch({
      helper,
      onHint: () => {},
      onGone: () => {},
      log: { ...silentLog, warn: (line) => lines.push(line) },
    });
    const missing = join(temporaryFolder(), 'missing');
    for (const name of ['a', 'b']) {
      watch.follow(new Map([[name as SessionId, missing]]));
      await vi.waitFor(() => expect(watch.failure).toMatch(/no such file/), patient);
    }
    watch.follow(new Map([['c' as SessionId, temporaryFolder()]]));
    await vi.waitFor(() => expect(watch.failure).toBeUndefined(), patient);
    expect(lines).toEqual(['edits by other programs are not noticed at once']);
  });
});
