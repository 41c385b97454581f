import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { firstSeed, historyRuns } from '../../support/random-histories';
import { git, importHistories } from './blame';
import { compareWithBlame, emptyTally } from './compare-with-blame';
import { makeHistory } from './histories';

const runs = historyRuns(25);

it(
  `every line has the author git blame names, in ${runs} random histories`,
  async () => {
    const repository = mkdtempSync(join(tmpdir(), 'coppice-blame-'));
    onTestFinished(() => rmSync(repository, { recursive: true, force: true }));
    git(repository, ['init', '--quiet', '--initial-branch=main']);
    const histories = Array.from({ length: runs }, (_, index) => makeHistory(firstSeed + index));
    const imported = importHistories(repository, histories);
    const tally = emptyTally();
    for (const [number, history] of histories.entries()) {
      await compareWithBlame(repository, { number, history, commits: imported[number] ?? [] }, tally);
    }
    const { differences, ...counts } = tally;
    console.info(JSON.stringify(counts));
    expect(differences.slice(0, 10)).toEqual([]);
    expect(counts.decided).toBeGreaterThan(runs * 5);
    expect(counts.deletionsDecided).toBeGreaterThan(runs);
  },
  runs * 2_000 + 30_000,
);
