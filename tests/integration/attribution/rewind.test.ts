import { existsSync, readFileSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AgentId } from '../../../src/shared/domain/ids';
import { gitSandbox } from '../git/git-sandbox';
import type { SessionFixture } from '../git/session-fixture';
import { agent, attributedSession, creditedLines, sessionId, user } from './attributed-session';

const claude = agent('claude');
const codex = agent('codex');

async function session(text = lines('123456789')) {
  const sandbox = gitSandbox();
  sandbox.write('a.txt', text);
  sandbox.commitAll('base');
  const made = await attributedSession(sandbox);
  const { fixture } = made;
  return {
    ...made,
    /** Takes back all that Claude did; in a conflict the rest of the file goes with it when `take` says so. */
    async takeBackClaude({ take }: { take: boolean } = { take: false }): Promise<string[]> {
      const target = {
        kind: 'agent',
        agent: 'claude' as AgentId,
        after: fixture.worktree.baseCommit,
      } as const;
      const { checkpoint, files } = await made.rewinds.preview(sessionId, target);
      await made.rewinds.rewind(sessionId, { target, checkpoint, take: take ? files : [] });
      return files.map(({ outcome }) => outcome);
    },
    text: () => readFileSync(fixture.file('a.txt'), 'utf8'),
  };
}

/** One line per character. */
function lines(text: string, end = '\n'): string {
  return [...text].map((line) => `${line}${end}`).join('');
}

function rename(fixture: SessionFixture, from: string, to: string, text: string): void {
  rmSync(fixture.file(from));
  fixture.write(to, text);
}

describe("taking back one agent's work", () => {
  it.each([
    ['changed the line below', '12X456789', '12XY56789', '123Y56789'],
    ['changed the line above', '123X56789', '12YX56789', '12Y456789'],
    ['added a line right below', '12X456789', '12XY456789', '123Y456789'],
    ['removed the line above', '123X56789', '12X56789', '12456789'],
    ['wrote the first line after it added lines on top', 'XX123456789', 'XXY23456789', 'Y23456789'],
  ])('keeps the work of another that %s', async (_what, claudes, codexs, left) => {
    const { fixture, by, takeBackClaude, text } = await session();
    fixture.write('a.txt', lines(claudes));
    await by(claude);
    fixture.write('a.txt', lines(codexs));
    await by(codex);
    expect(await takeBackClaude()).toEqual(['changed']);
    expect(text()).toBe(lines(left));
  });

  it.each([
    ['changed the same line', '12X456789', '12Y456789'],
    ['added lines between its lines', '12XZ56789', '12XYZ56789'],
    ['put another line where it had removed one', '12456789', '12Y456789'],
  ])('asks where another %s', async (_what, claudes, codexs) => {
    const { fixture, by, takeBackClaude, text } = await session();
    fixture.write('a.txt', lines(claudes));
    await by(claude);
    fixture.write('a.txt', lines(codexs));
    await by(codex);
    expect(await takeBackClaude({ take: true })).toEqual(['conflict']);
    expect(text()).toBe(lines('123456789'));
  });

  it('leaves what is in conflict, and takes back the rest of the file', async () => {
    const { fixture, by, takeBackClaude, text } = await session();
    fixture.write('a.txt', lines('1X345678X'));
    await by(claude);
    fixture.write('a.txt', lines('1Y345678X'));
    await by(codex);
    expect(await takeBackClaude()).toEqual(['conflict']);
    expect(text()).toBe(lines('1Y3456789'));
  });

  it('has nothing to ask where another had taken the same line back already', async () => {
    const { fixture, by, takeBackClaude, text } = await session();
    fixture.write('a.txt', lines('1X345678X'));
    await by(claude);
    fixture.write('a.txt', lines('12345678X'));
    await by(codex);
    expect(await takeBackClaude()).toEqual(['changed']);
    expect(text()).toBe(lines('123456789'));
  });

  it('gives back to another what it had written over', async () => {
    const { fixture, by, diff, takeBackClaude } = await session();
    fixture.write('a.txt', lines('1Y3456789'));
    await by(codex);
    fixture.write('a.txt', lines('1X3456789'));
    await by(claude);
    fixture.write('a.txt', lines('1X345678Z'));
    await by(codex);
    await takeBackClaude();
    expect(creditedLines(await diff((await by(user))[0]))).toEqual([
      '-2 codex',
      '+Y codex',
      '-9 codex',
      '+Z codex',
    ]);
  });

  it('leaves to another what they wrote where it had moved the file, however little of that is left', async () => {
    const { fixture, by, diff, takeBackClaude } = await session(lines('123'));
    rename(fixture, 'a.txt', 'b.txt', lines('123'));
    await by(claude);
    fixture.write('b.txt', lines('123ABCDEFGHIJKL'));
    await by(claude);
    fixture.write('b.txt', lines('X123ABCDEFGHIJKL'));
    await by(codex);
    await takeBackClaude();
    expect(existsSync(fixture.file('b.txt'))).toBe(false);
    expect(creditedLines(await diff((await by(user))[0]))).toEqual(['+X codex']);
  });

  it.each([
    ['long', 60],
    ['short', 1],
  ])('leaves to another what they wrote in %s files that had changed places', async (_what, width) => {
    const long = (text: string) => [...text].map((line) => `${line.repeat(width)}\n`).join('');
    const { fixture, by, diff, takeBackClaude } = await session(long('123456789'));
    fixture.write('b.txt', long('abcdefghi'));
    await by(user);
    for (const [from, to, text] of [
      ['a.txt', 'c.txt', '123456789'],
      ['b.txt', 'a.txt', 'abcdefghi'],
      ['c.txt', 'b.txt', '123456789'],
    ] as const) {
      rename(fixture, from, to, long(text));
      await by(claude);
    }
    fixture.write('a.txt', `${long('abcdefghi')}X\n`);
    fixture.write('b.txt', `${long('123456789')}Y\n`);
    await by(codex);
    await takeBackClaude();
    const [a, b] = await by(user);
    expect(creditedLines(await diff(a))).toEqual(['+Y codex']);
    expect(creditedLines(await diff(b)).at(-1)).toBe('+X codex');
  });

  it('gives back to others what they wrote between its turns, and it took away later', async () => {
    const { fixture, by, diff, takeBackClaude } = await session();
    fixture.write('a.txt', lines('X23456789'));
    await by(claude);
    fixture.write('a.txt', lines('X23Y456789'));
    await by(codex);
    fixture.write('a.txt', lines('X23456789'));
    await by(claude);
    await takeBackClaude();
    expect(creditedLines(await diff((await by(user))[0]))).toEqual(['+Y codex']);
  });

  it("is the user's work where it takes back what had been accepted", async () => {
    const { fixture, by, diff, decisions, takeBackClaude } = await session();
    fixture.write('a.txt', lines('12X456789'));
    fixture.write('b.bin', 'not there at first');
    await decisions.accept(sessionId, { changes: await by(claude) });
    await takeBackClaude();
    const pending = await by(codex);
    expect(pending.map(({ path, authors }) => [path, authors])).toEqual([
      ['a.txt', [user]],
      ['b.bin', [user]],
    ]);
    fixture.write('a.txt', lines('1Y3456789'));
    expect(creditedLines(await diff((await by(codex))[0]))).toEqual([
      '-2 codex',
      '-X user',
      '+Y codex',
      '+3 user',
    ]);
  });

  it.each([
    ['its lines from a file that another moved', 'a.txt', 'b.txt', 'b.txt'],
    ['its lines, not the file, where another moved that on', 'b.txt', 'c.txt', 'c.txt'],
    ['a move, not what another wrote in the file since', 'b.txt', 'b.txt', 'a.txt'],
  ])('takes back %s', async (_what, claudes, codexs, left) => {
    const { fixture, by, takeBackClaude } = await session();
    rename(fixture, 'a.txt', claudes, lines('12X456789'));
    await by(claude);
    rename(fixture, claudes, codexs, lines('12X45678Y'));
    await by(codex);
    await takeBackClaude();
    expect(['a.txt', 'b.txt', 'c.txt'].filter((path) => existsSync(fixture.file(path)))).toEqual([left]);
    expect(readFileSync(fixture.file(left), 'utf8')).toBe(lines('12345678Y'));
  });

  it('leaves what another made anew where its own was deleted', async () => {
    const { fixture, by, rewinds } = await session();
    for (const author of [claude, codex]) {
      fixture.write('empty.txt', '');
      await by(author);
      if (author !== claude) continue;
      rmSync(fixture.file('empty.txt'));
      await by(codex);
    }
    const target = { kind: 'agent', agent: 'claude' as AgentId, after: fixture.worktree.baseCommit } as const;
    expect((await rewinds.preview(sessionId, target)).files).toEqual([]);
  });

  it('takes back what was rejected and brought back by an undo', async () => {
    const { fixture, by, decisions, takeBackClaude } = await session();
    fixture.write('notes.txt', 'A note\n');
    await decisions.reject(sessionId, { changes: await by(claude) });
    await decisions.undo(sessionId);
    expect(await takeBackClaude()).toEqual(['removed']);
    expect(existsSync(fixture.file('notes.txt'))).toBe(false);
  });

  it('lists every decision in a row of its own, also what was accepted', async () => {
    const { fixture, by, decisions, rewinds } = await session();
    fixture.write('notes.txt', 'A note\n');
    fixture.write('other.txt', 'Another\n');
    const [notes, other] = await by(claude);
    await by(user);
    await decisions.accept(sessionId, { changes: notes ? [notes] : [] });
    await decisions.reject(sessionId, { changes: other ? [other] : [] });
    await decisions.undo(sessionId);
    fixture.write('mine.txt', 'By hand\n');
    await by(user);
    const timeline = await rewinds.timeline(sessionId);
    const rows = timeline.map(({ author, decision, paths }) => [
      author.kind === 'agent' ? author.agent : author.kind,
      decision && `${decision.kind} ${decision.what.path}${decision.undone ? ', undone' : ''}`,
      paths,
    ]);
    expect(rows).toEqual([
      ['user', undefined, ['mine.txt']],
      ['user', 'undo other.txt', ['other.txt']],
      ['user', 'reject other.txt, undone', ['other.txt']],
      ['user', 'accept notes.txt', ['notes.txt']],
      ['claude', undefined, ['notes.txt', 'other.txt']],
    ]);
    // Each leads to how the session was before it.
    const [mine, undo, reject, accept, agents] = timeline;
    expect([mine?.before, undo?.before, reject?.before]).toEqual([undo?.after, reject?.after, agents?.after]);
    expect([accept?.before, accept?.after]).toEqual([agents?.after, agents?.after]);
  });

  it('finds its lines where a file that was moved and deleted has been brought back', async () => {
    const { fixture, by, rewinds, takeBackClaude, text } = await session();
    fixture.write('a.txt', lines('12X456789'));
    await by(claude);
    const [then] = await rewinds.timeline(sessionId);
    rename(fixture, 'a.txt', 'b.txt', lines('12X456789'));
    await by(codex);
    rmSync(fixture.file('b.txt'));
    await by(codex);
    const back = { kind: 'session', to: then?.after ?? '' } as const;
    const { checkpoint } = await rewinds.preview(sessionId, back);
    await rewinds.rewind(sessionId, { target: back, checkpoint, take: [] });
    expect(await takeBackClaude()).toEqual(['changed']);
    expect(text()).toBe(lines('123456789'));
  });

  it.each([
    ['a folder of another stands', 'a.txt', 'a.txt/x'],
    ['another hid its own file', 'hidden.log', '.gitignore'],
  ])('leaves what cannot come back where %s, and takes back the rest', async (_what, gone, theirs) => {
    const { fixture, by, decisions, rewinds } = await session();
    fixture.write('b.txt', 'base\n');
    fixture.write('hidden.log', 'log\n');
    await decisions.accept(sessionId, { changes: await by(user) });
    fixture.write('b.txt', 'claude\n');
    if (gone === 'a.txt') rmSync(fixture.file(gone));
    else fixture.write(theirs, '*.log\n');
    await by(claude);
    if (gone === 'a.txt') fixture.write(theirs, 'codex\n');
    await by(codex);
    const target = { kind: 'agent', agent: 'claude' as AgentId, after: fixture.worktree.baseCommit } as const;
    const { checkpoint, files } = await rewinds.preview(sessionId, target);
    expect(files).toContainEqual({ path: gone, outcome: 'blocked' });
    await rewinds.rewind(sessionId, { target, checkpoint, take: [] });
    expect(readFileSync(fixture.file('b.txt'), 'utf8')).toBe('base\n');
    expect(existsSync(fixture.file(gone))).toBe(true);
  });

  it('keeps line ends as they are, and a missing one at the end', async () => {
    const { fixture, by, takeBackClaude, text } = await session(`${lines('1234', '\r\n')}5`);
    fixture.write('a.txt', `${lines('1X34', '\r\n')}X`);
    await by(claude);
    fixture.write('a.txt', `${lines('1XY4', '\r\n')}X`);
    await by(codex);
    expect(await takeBackClaude()).toEqual(['changed']);
    expect(text()).toBe(`${lines('12Y4', '\r\n')}5`);
  });
});
