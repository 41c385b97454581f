import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtinAgent } from '../../../src/main/services/agents/builtin-agent';
import type { Change } from '../../../src/shared/domain/change';
import type { SessionId } from '../../../src/shared/domain/ids';
import type { ShownChange } from '../../../src/shared/ipc/contract';
import { testHost } from '../../support/test-host';
import { makeRepository, runGitIn } from '../../support/test-repository';
import { temporaryFolder } from '../../support/test-store';

describe('decisions', () => {
  it('are listed, survive a restart, and are taken back one by one or the newest first', async () => {
    const folder = temporaryFolder();
    const repository = makeRepository(join(folder, 'sample'));
    const first = testHost(join(folder, 'data'));
    const { id, worktree } = await first.newSession(repository, 'Undo');
    await first.prompt(id, 'replace "colorful" with "quiet" in README.md\nwrite new.txt: hello');
    await first.host.decisions.accept(id, { changes: [pending(first, id, 'README.md')] });
    await first.host.decisions.reject(id, { changes: [pending(first, id, 'new.txt')] });
    expect(existsSync(join(worktree.path, 'new.txt'))).toBe(false);
    await first.stop();

    const second = testHost(join(folder, 'data'));
    const kinds = async () =>
      (await second.host.decisions.list(id)).map(({ kind, undone }) => `${kind}${undone ? ' undone' : ''}`);
    expect(await kinds()).toEqual(['reject', 'accept']);
    await second.host.decisions.undo(id);
    expect(readFileSync(join(worktree.path, 'new.txt'), 'utf8')).toBe('hello\n');
    await second.host.decisions.undo(id);
    expect(second.host.changes.current(id)?.acceptedPending.files).toBe(0);
    expect(await kinds()).toEqual(['undo', 'undo', 'reject undone', 'accept undone']);
    await expect(second.host.decisions.undo(id)).rejects.toMatchObject({ code: 'change.not-found' });

    await second.host.decisions.undo(id, 3);
    expect(existsSync(join(worktree.path, 'new.txt'))).toBe(false);
    expect(await kinds()).toEqual(['undo', 'undo', 'undo undone', 'reject', 'accept undone']);
    await expect(second.host.decisions.undo(id, 1)).rejects.toMatchObject({
      message: expect.stringContaining('already'),
    });
    expect(runGitIn(repository, 'status', '--porcelain')).toBe('');
    // Two starts of the host and six decisions.
  }, 120_000);

  it('that were committed are passed over when the newest is taken back', async () => {
    const folder = temporaryFolder();
    const repository = makeRepository(join(folder, 'sample'));
    const app = testHost(join(folder, 'data'));
    const { host } = app;
    const { id, worktree } = await app.newSession(repository, 'Undo');
    await app.prompt(id, 'replace "colorful" with "quiet" in README.md\nwrite new.txt: hello');
    await host.decisions.reject(id, { changes: [pending(app, id, 'new.txt')] });
    await host.decisions.accept(id, { changes: [pending(app, id, 'README.md')] });
    await host.finish.commit(id, { message: 'Be quiet\n', hooks: false, sign: false });
    expect(await host.decisions.list(id)).toMatchObject([
      { kind: 'accept', committed: true },
      { kind: 'reject' },
    ]);
    expect((await host.decisions.undo(id)).decision.undoes).toBe(1);
    expect(readFileSync(join(worktree.path, 'new.txt'), 'utf8')).toBe('hello\n');
    await expect(host.decisions.undo(id)).rejects.toMatchObject({ code: 'change.not-found' });
    await expect(host.decisions.undo(id, 2)).rejects.toMatchObject({ code: 'change.conflict' });
  }, 60_000);

  it('are listed also where the worktree is gone', async () => {
    const folder = temporaryFolder();
    const app = testHost(join(folder, 'data'));
    const { id, worktree } = await app.newSession(makeRepository(join(folder, 'sample')), 'Gone');
    await app.prompt(id, 'write new.txt: hello');
    await app.host.decisions.accept(id, { changes: [pending(app, id, 'new.txt')] });
    rmSync(worktree.path, { recursive: true });
    expect(await app.host.decisions.list(id)).toMatchObject([{ kind: 'accept' }]);
    const failed = { kind: 'failed', message: 'It could not be made.' } as const;
    app.store.sessions.setState(id, failed);
    expect(await app.host.decisions.list(id)).toMatchObject([{ kind: 'accept' }]);
  });

  it('on all of one author leave alone what others changed', async () => {
    const folder = temporaryFolder();
    const app = testHost(join(folder, 'data'));
    const { id, worktree } = await app.newSession(makeRepository(join(folder, 'sample')), 'Shares');
    writeFileSync(join(worktree.path, 'mine.txt'), 'by hand\n');
    await app.prompt(id, 'write theirs.txt: by agent');
    const all = app.host.changes.current(id)?.changes ?? [];
    const by = { kind: 'agent', agent: builtinAgent } as const;
    const twice = [...all, ...all];
    const { decision, inseparable } = await app.host.decisions.accept(id, { changes: twice, by });
    expect(decision.what).toMatchObject({ files: 1, path: 'theirs.txt', partly: false });
    expect(inseparable).toEqual([]);
    expect(app.host.changes.current(id)?.changes.map(({ path }) => path)).toEqual(['mine.txt']);
    await expect(app.host.decisions.accept(id, { changes: all.slice(0, 1), by })).rejects.toMatchObject({
      code: 'change.not-found',
    });
  });

  it("on all of one author's share are not made when one of the files is not as it was shown", async () => {
    const folder = temporaryFolder();
    const app = testHost(join(folder, 'data'));
    const { id, worktree } = await app.newSession(makeRepository(join(folder, 'sample')), 'Stale');
    await app.prompt(id, 'write both.txt: by agent\nwrite theirs.txt: by agent');
    const both = join(worktree.path, 'both.txt');
    writeFileSync(both, 'by agent\nby hand\n');
    const { changes } = await app.host.changes.refresh(id);
    expect(changes.find(({ path }) => path === 'both.txt')?.authors).toHaveLength(2);
    const by = { kind: 'agent', agent: builtinAgent } as const;
    const refused = { code: 'change.stale', message: expect.stringContaining('both.txt') };
    writeFileSync(both, 'by agent\nby hand\nand since\n');
    await expect(app.host.decisions.accept(id, { changes, by })).rejects.toMatchObject(refused);
    rmSync(both);
    await expect(app.host.decisions.reject(id, { changes, by })).rejects.toMatchObject(refused);
    expect(await app.host.decisions.list(id)).toEqual([]);
    expect(existsSync(join(worktree.path, 'theirs.txt'))).toBe(true);
  });

  it('on two parts of one file at once are made on both', async () => {
    const folder = temporaryFolder();
    const app = testHost(join(folder, 'data'));
    const { id, worktree } = await app.newSession(makeRepository(join(folder, 'sample')), 'Parts');
    const file = join(worktree.path, 'src/paint.ts');
    writeFileSync(file, `// Top\n${readFileSync(file, 'utf8')}// Middle\n// End\n`);
    await app.host.changes.refresh(id);
    const lines = (...lines: number[]) =>
      lines.map((line) => ({
        ...pending(app, id, 'src/paint.ts'),
        part: { old: [], new: [[line, line] as [number, number]] },
      }));
    await app.host.decisions.reject(id, { changes: lines(1, 3) });
    expect(readFileSync(file, 'utf8')).toBe("export const color = 'green';\n// End\n");
    const was = shownChange(pending(app, id, 'src/paint.ts'));
    const undone = await app.host.decisions.undo(id);
    const is = shownChange(pending(app, id, 'src/paint.ts'));
    expect(undone.rest).toEqual([{ was, is }]);
    const { decision, rest } = await app.host.decisions.accept(id, { changes: lines(1, 4) });
    expect(decision.what).toMatchObject({ files: 1, partly: true, lines: { side: 'new', range: [1, 4] } });
    expect(rest).toHaveLength(1);
    expect(pending(app, id, 'src/paint.ts')).toMatchObject({ insertions: 1, deletions: 0, ...rest[0] });
    expect(app.host.changes.current(id)?.acceptedPending.insertions).toBe(2);
    const accepted = shownChange(pending(app, id, 'src/paint.ts'));
    expect((await app.host.decisions.undo(id)).rest).toEqual([{ was: accepted, is }]);
  });
});

function shownChange({ path, oldOid, newOid, oldMode, newMode }: Change): ShownChange {
  return { path, oldOid, newOid, oldMode, newMode };
}

function pending(app: ReturnType<typeof testHost>, id: SessionId, path: string): Change {
  const found = app.host.changes.current(id)?.changes.find((change) => change.path === path);
  if (!found) throw new Error(`${path} is not pending`);
  return found;
}
