import { existsSync, renameSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startGitHere } from '../../../src/main/git/git-process';
import { startGitsWith } from '../../../src/main/git/run-git';
import { gitSandbox } from '../git/git-sandbox';
import { agent, attributedSession, creditedLines, sessionId } from './attributed-session';

const claude = agent('claude');
const codex = agent('codex');

async function session(text: string) {
  const sandbox = gitSandbox();
  sandbox.write('a.txt', text);
  sandbox.commitAll('base');
  return attributedSession(sandbox);
}

/** One line per character. */
const lines = (text: string) => [...text].map((line) => `${line}\n`).join('');

/** How many gits `work` starts. */
async function gitsOf(work: () => Promise<unknown>): Promise<number> {
  let started = 0;
  startGitsWith((command, listener) => {
    started += 1;
    return startGitHere(command, listener);
  });
  await work().finally(() => startGitsWith(startGitHere));
  return started;
}

describe('undoing a rejection', () => {
  it('leaves open who did what, where that was open before', async () => {
    const { fixture, by, diff, decisions } = await session(lines('12345'));
    fixture.write('a.txt', `${lines('12345')}\0`);
    await by(claude);
    fixture.write('a.txt', lines('124X'));
    const [change] = await by(codex);
    const before = creditedLines(await diff(change));
    expect(before).toEqual(['-3 unknown', '-5 unknown', '+X codex']);
    await decisions.reject(sessionId, { changes: await by(codex) });
    await decisions.undo(sessionId);
    expect(creditedLines(await diff((await by(codex))[0]))).toEqual(before);
  });

  it('gives lines back to who wrote them where the file went on elsewhere', async () => {
    const { fixture, by, diff, decisions } = await session(lines('123456789'));
    fixture.write('a.txt', lines('1X45678Z9'));
    await decisions.reject(sessionId, { changes: await by(claude) });
    fixture.write('a.txt', lines('123456Y89'));
    await by(codex);
    await decisions.undo(sessionId);
    expect(creditedLines(await diff((await by(codex))[0]))).toEqual([
      '-2 claude',
      '-3 claude',
      '+X claude',
      '-7 codex',
      '+Y codex',
      '+Z claude',
    ]);
  });

  it('is refused where a file it put back was moved on, which would be there twice', async () => {
    const { fixture, by, decisions } = await session(lines('123456789'));
    renameSync(fixture.file('a.txt'), fixture.file('b.txt'));
    await decisions.reject(sessionId, { changes: await by(claude) });
    renameSync(fixture.file('a.txt'), fixture.file('c.txt'));
    await by(codex);
    await expect(decisions.undo(sessionId)).rejects.toMatchObject({ code: 'change.conflict' });
    expect([existsSync(fixture.file('b.txt')), existsSync(fixture.file('c.txt'))]).toEqual([false, true]);
  });

  it('costs one more look at what came back for each time it was done before', async () => {
    const { fixture, by, diff, decisions } = await session(lines('123456789'));
    fixture.write('a.txt', lines('1X3456789'));
    await by(claude);
    const costs: number[] = [];
    for (let round = 0; round < 6; round++) {
      await decisions.reject(sessionId, { changes: await by(claude) });
      costs.push(await gitsOf(() => decisions.undo(sessionId)));
    }
    const grown = costs.slice(1).map((cost, round) => cost - (costs[round] as number));
    expect(new Set(grown.slice(1)).size).toBe(1);
    expect(creditedLines(await diff((await by(claude))[0]))).toEqual(['-2 claude', '+X claude']);
  });
});
