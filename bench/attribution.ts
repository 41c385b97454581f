// What it costs to know the author of every line of a long file after many turns, beside `git blame` over the same chain.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { readDiff } from '../src/main/git/changes/read-diff';
import { type ChainStep, readChain } from '../src/main/git/checkpoints/line-patches';
import type { FilePatch } from '../src/main/git/checkpoints/patch-stream';
import { LineLedger } from '../src/main/services/changes/line-ledger';
import { creditDiff } from '../src/shared/domain/credit-change';
import type { FileOwners } from '../src/shared/domain/line-owners';
import { atOnce } from '../src/shared/interruptible';
import { type Cost, costOf } from './lib/cpu-time';
import { gitIn } from './lib/make-repository';
import { withScratch } from './lib/scratch';
import { median, printTable, ratio } from './lib/table';

const [lines = 2000, turns = 200] = process.argv.slice(2).map(Number);
const ROUNDS = 9;
const PATH = 'file.ts';

/** A chain of checkpoints on one file: each changes a few lines in three places. */
function makeChain(repository: string): { base: string; tip: string } {
  spawnSync('git', ['init', '--quiet', repository]);
  let text = Array.from({ length: lines }, (_, line) => `line ${line}`);
  const parts: string[] = [];
  const commit = (message: string, time: number) => {
    const body = `${text.join('\n')}\n`;
    parts.push(
      `commit refs/heads/chain\ncommitter C <c@localhost> ${time} +0000\ndata ${message.length}\n${message}\n`,
      `M 100644 inline ${PATH}\ndata ${Buffer.byteLength(body)}\n${body}\n`,
    );
  };
  commit('base', 1_000_000_000);
  for (let turn = 1; turn <= turns; turn++) {
    for (let place = 0; place < 3; place++) {
      const at = (turn * 997 + place * 613) % text.length;
      const added = Array.from(
        { length: 1 + ((turn + place) % 4) },
        (_, line) => `turn ${turn} ${place} ${line}`,
      );
      text = [...text.slice(0, at), ...added, ...text.slice(at + ((turn + place) % 3))];
    }
    commit(`Turn\n\nAuthor: agent a${turn % 3}\nTurn: t${turn}\n`, 1_000_000_000 + turn);
  }
  const input = parts.join('');
  const { status, stderr } = spawnSync('git', ['fast-import', '--quiet'], { cwd: repository, input });
  if (status !== 0) throw new Error(stderr.toString());
  const revision = (name: string) =>
    spawnSync('git', ['rev-parse', name], { cwd: repository, encoding: 'utf8' }).stdout.trim();
  return { base: revision(`chain~${turns}`), tip: revision('chain') };
}

/** The medians of all of them, measured in turns. */
async function inTurns<Name extends string>(works: Record<Name, () => unknown>): Promise<Record<Name, Cost>> {
  const names = Object.keys(works) as Name[];
  const costs = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Cost[]>;
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of names) costs[name].push(await costOf(works[name]));
  }
  const middle = (name: Name): Cost => ({
    wall: median(costs[name].map(({ wall }) => wall)),
    cpu: median(costs[name].map(({ cpu }) => cpu)),
  });
  return Object.fromEntries(names.map((name) => [name, middle(name)])) as Record<Name, Cost>;
}

function follow(told: readonly [ChainStep, FilePatch][]): FileOwners {
  const ledger = new LineLedger(() => undefined);
  for (const [{ author, at }, patch] of told) atOnce(ledger.apply(patch, { author, at }));
  return ledger.owners({ path: PATH });
}

await withScratch(async (folder) => {
  const repository = join(folder, 'repository');
  const { base, tip } = makeChain(repository);
  const told: [ChainStep, FilePatch][] = [];
  await readChain(repository, base, tip, (step, patch) => told.push([step, patch]));
  const owners = follow(told);
  const { oldOid = '', newOid = '' } = { oldOid: told[0]?.[1].oldOid, newOid: told.at(-1)?.[1].newOid };
  const diff = await readDiff(repository, { oldOid, newOid, oldMode: '100644', newMode: '100644' });
  const range = `${base}..${tip}`;
  const stored = JSON.stringify(owners);
  const { blame, reverse, rebuilt, spliced, shown, read } = await inTurns({
    blame: () => gitIn(repository, 'blame', '--porcelain', range, '--', PATH),
    reverse: () => gitIn(repository, 'blame', '--porcelain', '--reverse', range, '--', PATH),
    rebuilt: () => readChain(repository, base, tip, () => undefined),
    spliced: () => follow(told),
    shown: () => atOnce(creditDiff(diff, owners)),
    read: () => JSON.parse(stored),
  });
  const row = (name: string, { cpu, wall }: Cost) => [name, cpu, wall, ratio(blame.cpu, cpu)];
  printTable(
    `${lines} lines over ${turns} turns, ${Math.round(stored.length / 1024)} KB stored`,
    ['', 'CPU ms', 'wall ms', 'blame takes'],
    [
      row('git blame', blame),
      row('git blame --reverse, for deletions', reverse),
      row('carry all turns forward', spliced),
      row('… one turn', { cpu: spliced.cpu / turns, wall: spliced.wall / turns }),
      row('read the chain again, after a crash', rebuilt),
      row('read what is stored', read),
      row('credit a diff that is shown', shown),
    ],
  );
});
