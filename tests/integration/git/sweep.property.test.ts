import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { firstSeed, historyRuns } from '../../support/random-histories';
import { gitSandbox } from './git-sandbox';
import { SessionFixture, user } from './session-fixture';

const SEEDS = Array.from({ length: historyRuns(3, 8) }, (_, index) => firstSeed + index);
const STEPS = 14;

/** Numbers below a bound that are the same in every run. */
function random(seed: number): (below: number) => number {
  let state = (seed * 2 + 1) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const folders = ['', 'a', 'a/deep', 'b', 'b/c', 'out'];
const names = ['one.txt', 'two.txt', 'three.log'];
const ignores = ['', 'out/\n', '*.log\n', '*.log\n!keep.log\na/deep/\n'];

/** Changes one thing about the files of a worktree, as people and their programs do. */
function act(fixture: SessionFixture, below: (bound: number) => number, step: number): void {
  const folder = folders[below(folders.length)] as string;
  const path = join(folder, names[below(names.length)] as string);
  const ignored = ignores[below(ignores.length)] as string;
  const move = (from: string, to: string) => {
    const isFree = existsSync(fixture.file(from)) && !existsSync(fixture.file(to));
    if (isFree) renameSync(fixture.file(from), fixture.file(to));
  };
  const acts = [
    () => rmSync(fixture.file(path), { force: true }),
    () => folder && rmSync(fixture.file(folder), { recursive: true, force: true }),
    () => move('a', 'moved'),
    () => move('moved', 'a'),
    () => fixture.write('.gitignore', ignored),
    () => fixture.write('b/.gitignore', ignored),
    () => mkdirSync(fixture.file(join(folder, 'empty')), { recursive: true }),
    () => fixture.write(path, `step ${step}\n`),
    () => fixture.write(path, `step ${step}\n`),
  ];
  acts[below(acts.length)]?.();
}

/** What git itself would take from the worktree with an index it makes anew from what the branch has. */
function takenAnew(fixture: SessionFixture, held: readonly string[]): string[] {
  const others = fixture.git('ls-files', '-z', '--others', '--exclude-standard', '--cached').split('\0');
  return [...new Set([...others, ...held])].filter((path) => path && existsSync(fixture.file(path))).sort();
}

it.each(SEEDS)(
  'a checkpoint holds what lies in the worktree, whatever came and went before (%i)',
  async (seed) => {
    const sandbox = gitSandbox();
    sandbox.write('a/one.txt', 'base\n');
    sandbox.write('b/c/two.txt', 'base\n');
    sandbox.commitAll('base');
    // Every other one as in a repository so large that small checkpoints leave its index behind.
    const fixture = await SessionFixture.open(sandbox, seed % 2 === 0 ? { largeIndexBytes: 0 } : {});
    const below = random(seed);
    let held: string[] = [];
    for (let step = 0; step < STEPS; step++) {
      for (let times = below(3); times >= 0; times--) act(fixture, below, step);
      const { commit } = await fixture.chain.take({ author: user });
      const now = fixture.git('ls-tree', '-r', '-z', '--name-only', commit).split('\0').filter(Boolean);
      const ignored = new Set(
        fixture.git('ls-files', '-z', '--others', '--ignored', '--exclude-standard').split('\0'),
      );
      // Of what is ignored now, an earlier checkpoint may still hold some.
      const kept = held.filter((path) => ignored.has(path) && now.includes(path));
      expect(now.sort()).toEqual(takenAnew(fixture, kept));
      held = now;
    }
    expect(
      readdirSync(fixture.git('rev-parse', '--absolute-git-dir')).filter((name) => name.includes('times-')),
    ).toEqual([]);
  },
);
