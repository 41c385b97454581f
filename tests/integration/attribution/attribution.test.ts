import { readFileSync, renameSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CheckpointChain } from '../../../src/main/git/checkpoints/checkpoint';
import type { Told } from '../../../src/main/git/checkpoints/replay-files';
import { decideAuthor } from '../../../src/main/services/changes/decide-author';
import type { Change } from '../../../src/shared/domain/change';
import { gitSandbox } from '../git/git-sandbox';
import { agent, attributedSession, creditedLines, sessionId, unknown, user } from './attributed-session';
import { nameOf } from './played-history';

const claude = agent('claude');
const codex = agent('codex');

/** A session on a file of nine lines, and whoever is said to be at work in it. */
async function session() {
  const sandbox = gitSandbox();
  sandbox.write('a.txt', lines('123456789'));
  sandbox.commitAll('base');
  return attributedSession(sandbox);
}

/** One line per character. */
function lines(text: string): string {
  return [...text].map((line) => `${line}\n`).join('');
}

describe('a pending file', () => {
  it('says of each line who inserted or deleted it, whoever edited in between', async () => {
    const { fixture, by, diff } = await session();
    fixture.write('a.txt', lines('12X456789'));
    await by(claude);
    fixture.write('a.txt', lines('12X45678U'));
    await by(user);
    fixture.write('a.txt', lines('C2X45U'));
    const [change] = await by(codex);
    expect(creditedLines(await diff(change))).toEqual([
      ...['-1 codex', '+C codex', '-3 claude', '+X claude'],
      ...['-6 codex', '-7 codex', '-8 codex', '-9 user', '+U user'],
    ]);
    expect(change?.authors).toEqual([codex, user, claude]);
    const shown = await diff(change);
    expect(shown.kind === 'text' && shown.hunks.map(({ authors }) => authors?.map(nameOf))).toEqual([
      ['codex', 'user', 'claude'],
    ]);
  });

  it('keeps its lines authors when it moves, and names who moved it', async () => {
    const { fixture, by, diff } = await session();
    fixture.write('a.txt', lines('12X456789'));
    await by(claude);
    renameSync(fixture.file('a.txt'), fixture.file('b.txt'));
    const [change] = await by(user);
    expect(change).toMatchObject({ path: 'b.txt', oldPath: 'a.txt', authors: [user, claude] });
    expect(creditedLines(await diff(change))).toEqual(['-3 claude', '+X claude']);
  });

  it('leaves open whose the lines are that came with a file of another name', async () => {
    const { fixture, by, diff } = await session();
    fixture.write('b.txt', lines('abcdefghi'));
    fixture.git('add', '--all');
    fixture.git('commit', '--quiet', '--message', 'one more');
    fixture.write('a.txt', lines('12X456789'));
    await by(claude);
    for (const [from, to] of [
      ['a.txt', 't.txt'],
      ['b.txt', 'a.txt'],
      ['t.txt', 'b.txt'],
    ] as const) {
      renameSync(fixture.file(from), fixture.file(to));
      await by(codex);
    }
    const changed = (await by(codex)).find(({ path }) => path === 'b.txt');
    const inserted = creditedLines(await diff(changed)).filter((line) => line.startsWith('+'));
    expect(inserted).toContain('+X claude');
    expect(inserted.filter((line) => line.endsWith(' claude'))).toEqual(['+X claude']);
  });

  it("is nobody's when it was there before and only came to light", async () => {
    const { fixture, by } = await session();
    fixture.write('.gitignore', '*.env\n');
    fixture.write('secret.env', 'there before the agent came\n');
    await by(user);
    rmSync(fixture.file('.gitignore'));
    fixture.write('made.txt', 'new\n');
    const changes = await by(claude);
    expect(changes.map(({ path, authors }) => [path, authors])).toEqual([
      ['made.txt', [claude]],
      ['secret.env', [unknown]],
    ]);
  });

  it('that is deleted says who deleted each line', async () => {
    const { fixture, by, diff } = await session();
    fixture.write('a.txt', lines('12345678'));
    await by(claude);
    rmSync(fixture.file('a.txt'));
    const [change] = await by(user);
    expect(creditedLines(await diff(change)).slice(-2)).toEqual(['-8 user', '-9 claude']);
  });

  it('with bytes nobody compares is whose it was last', async () => {
    const { fixture, by } = await session();
    fixture.write('data.bin', Buffer.from([0, 1, 2]));
    await by(claude);
    fixture.write('data.bin', Buffer.from([0, 1, 3]));
    expect((await by(codex))[0]?.authors).toEqual([codex]);
  });

  it('says the same when only a part of it was accepted', async () => {
    const { fixture, by, decisions, diff } = await session();
    fixture.write('a.txt', lines('12X456789'));
    const [first] = await by(claude);
    await decisions.accept(sessionId, { changes: [first as Change] });
    fixture.write('a.txt', lines('12X45678'));
    const [rest] = await by(codex);
    expect(rest?.authors).toEqual([codex]);
    expect(creditedLines(await diff(rest))).toEqual(['-9 codex']);
  });
});

describe('a file that an agent and somebody else changed at the same time', () => {
  const edits = (oldText: string, newText: string): Told => ({
    edits: [{ oldText, newText }],
    author: claude,
    rest: unknown,
  });

  it("is the agent's where its tool call said so, and nobody's beyond that", async () => {
    const { fixture, by, diff } = await session();
    fixture.write('a.txt', lines('X23C56789'));
    const [change] = await by(claude, edits('4\n', 'C\n'));
    expect(creditedLines(await diff(change))).toEqual(['-1 unknown', '+X unknown', '-4 claude', '+C claude']);
    expect(change?.authors).toHaveLength(2);
  });

  it('tells what was changed before the agent read it', async () => {
    const { fixture, by, diff } = await session();
    fixture.write('a.txt', lines('X2C456789'));
    const [change] = await by(claude, edits(lines('X23456789'), lines('X2C456789')));
    expect(creditedLines(await diff(change))).toEqual(['-1 unknown', '+X unknown', '-3 claude', '+C claude']);
  });

  it("is all the agent's when its tool call explains all, or cannot be matched", async () => {
    const { fixture, by } = await session();
    fixture.write('a.txt', lines('12C456789'));
    expect((await by(claude, edits('3\n', 'C\n')))[0]?.authors).toEqual([claude]);
    fixture.write('a.txt', lines('12C45678F'));
    expect((await by(claude, edits('no such line\n', 'F\n')))[0]?.authors).toEqual([claude]);
  });
});

describe('two agents at work at once', () => {
  it("are told apart by file, and what both may have written is nobody's", async () => {
    const { fixture, by } = await session();
    for (const path of ['claude.txt', 'codex.txt', 'both.txt']) fixture.write(path, 'new\n');
    const found = await by((path) => {
      const covers = (name: string) => (path.startsWith(name) || path === 'both.txt' ? 'named' : 'possible');
      return decideAuthor([
        { author: claude, covers: covers('claude'), over: false },
        { author: codex, covers: covers('codex'), over: false },
      ]);
    });
    expect(found.map(({ path, authors }) => [path, ...authors])).toEqual([
      ['both.txt', unknown],
      ['claude.txt', claude],
      ['codex.txt', codex],
    ]);
  });
});

describe("one agent's share of a file of two lines without a last line end", () => {
  /** One agent replaced the first line, then another one added a third. */
  async function shared() {
    const sandbox = gitSandbox();
    sandbox.write('a.txt', 'one\ntwo');
    sandbox.commitAll('base');
    const found = await attributedSession(sandbox);
    found.fixture.write('a.txt', 'ONE\ntwo');
    await found.by(claude);
    found.fixture.write('a.txt', 'ONE\ntwo\nthree\n');
    return { ...found, changes: await found.by(codex) };
  }

  it.each([
    [codex, 'ONE\ntwo'],
    [claude, 'one\ntwo\nthree\n'],
  ])('is rejected without what the other one did', async (by, left) => {
    const { fixture, decisions, changes } = await shared();
    const { inseparable } = await decisions.reject(sessionId, { changes, by });
    expect(inseparable).toEqual([]);
    expect(readFileSync(fixture.file('a.txt'), 'utf8')).toBe(left);
  });
});

describe('after a crash', () => {
  it('a checkpoint that was not stored is credited as the chain says', async () => {
    const { fixture, by, diff } = await session();
    fixture.write('a.txt', lines('12X456789'));
    await by(claude);
    fixture.write('a.txt', lines('12X45678Y'));
    await new CheckpointChain({ worktree: fixture.root, sessionId }).take({ author: codex });
    const [change] = await by(user);
    expect(creditedLines(await diff(change))).toEqual(['-3 claude', '+X claude', '-9 codex', '+Y codex']);
  });

  it('owners that cannot be relied on are found out from the chain again', async () => {
    const { fixture, by, diff, store } = await session();
    fixture.write('a.txt', lines('12X456789'));
    await by(claude);
    fixture.write('a.txt', lines('U2X456789'));
    const [before] = await by(user);
    const known = creditedLines(await diff(before));
    store.lineOwners.clear(sessionId);
    store.checkpoints.setOwnersKnown(sessionId, false);
    const [after] = await by(user);
    expect(creditedLines(await diff(after))).toEqual(known);
    expect(after?.authors).toHaveLength(2);
    expect(store.checkpoints.latest(sessionId)?.ownersKnown).toBe(true);
  });
});
