import { describe, expect, it } from 'vitest';
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
});
