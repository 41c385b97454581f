import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { AppError } from '../../../src/shared/errors';
import { firstSeed, historyRuns } from '../../support/random-histories';
import { gitSandbox } from './git-sandbox';
import { SessionFixture, user } from './session-fixture';

const SEEDS = Array.from({ length: historyRuns(3, 8) }, (_, index) => firstSeed + index);
const STEPS = 14;
const LIMITS = { fileBytes: 1_000, newFiles: 20_000 };

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

/** The clean filter of `picky`, which fails while a file of that name is there. */
class PickyFilter {
  readonly #fails: string;

  constructor(home: string, git: (args: string[]) => string) {
    const filter = join(home, 'filter');
    this.#fails = join(home, 'fails');
    writeFileSync(filter, `#!/bin/sh\ntest -e '${this.#fails}' && exit 1\ncat\n`);
    chmodSync(filter, 0o755);
    git(['config', 'filter.picky.clean', filter]);
    git(['config', 'filter.picky.required', 'true']);
  }

  get fails(): boolean {
    return existsSync(this.#fails);
  }

  set fails(fails: boolean) {
    if (fails) writeFileSync(this.#fails, '');
    else rmSync(this.#fails, { force: true });
  }
}

let written = 0;

/** Every text has a length of its own: git asks a filter about files that are as long as before already as it looks. */
function text(longerThan = 0): string {
  written += 1;
  return `${'x'.repeat(longerThan + (written % 400))}${written}\n`;
}

/** Changes one thing about the files of a worktree, as people and their programs do. */
function act(fixture: SessionFixture, below: (bound: number) => number, filter: PickyFilter): void {
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
    () => fixture.write(path, text()),
    () => fixture.write(path, text()),
    () => fixture.write(path, text(LIMITS.fileBytes)),
    () => {
      filter.fails = !filter.fails;
    },
  ];
  acts[below(acts.length)]?.();
}

/** What git itself would take from the worktree with an index it makes anew from what the branch has. */
function takenAnew(fixture: SessionFixture, held: readonly string[]): string[] {
  const others = fixture.git('ls-files', '-z', '--others', '--exclude-standard', '--cached').split('\0');
  return [...new Set([...others, ...held])].filter((path) => path && existsSync(fixture.file(path))).sort();
}

/** Each path of a checkpoint with its blob. */
function blobsOf(fixture: SessionFixture, commit: string): Map<string, string> {
  const lines = fixture.git('ls-tree', '-r', '-z', commit).split('\0').filter(Boolean);
  return new Map(lines.map((line) => [line.slice(line.indexOf('\t') + 1), line.split(/[ \t]/)[2] as string]));
}

function blobOnDisk(file: string): string {
  const content = readFileSync(file);
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}

it.each(SEEDS)(
  'a checkpoint holds what lies in the worktree, whatever came and went before (%i)',
  async (seed) => {
    const sandbox = gitSandbox();
    sandbox.write('a/one.txt', 'base\n');
    sandbox.write('b/c/two.txt', 'base\n');
    sandbox.write('.gitattributes', 'b/**/*.txt filter=picky\n');
    sandbox.commitAll('base');
    // Every other one as in a repository so large that small checkpoints leave its index behind.
    const large = seed % 2 === 0 && { largeIndexBytes: 0 };
    const fixture = await SessionFixture.open(sandbox, { limits: LIMITS, ...large });
    const filter = new PickyFilter(sandbox.home, sandbox.git);
    const below = random(seed);
    let held = new Map<string, string>();
    for (let step = 0; step < STEPS; step++) {
      for (let times = below(3); times >= 0; times--) act(fixture, below, filter);
      const { commit } = await fixture.chain.take({ author: user }).catch((error: unknown) => {
        // Git itself could not tell whether a file is another: nothing was taken.
        if (!(error instanceof AppError && error.detail?.includes('clean filter')) || !filter.fails)
          throw error;
        filter.fails = false;
        return fixture.chain.take({ author: user });
      });
      const now = blobsOf(fixture, commit);
      const ignored = new Set(
        fixture.git('ls-files', '-z', '--others', '--ignored', '--exclude-standard').split('\0'),
      );
      // Of what is ignored now, an earlier checkpoint may still hold some.
      const kept = [...held.keys()].filter((path) => ignored.has(path) && now.has(path));
      const expected = new Map<string, string | undefined>();
      for (const path of takenAnew(fixture, kept)) {
        const onDisk = blobOnDisk(fixture.file(path));
        const isTooLarge = statSync(fixture.file(path)).size > LIMITS.fileBytes;
        const isFiltered = filter.fails && path.startsWith('b/') && path.endsWith('.txt');
        const blob = isTooLarge || isFiltered ? held.get(path) : onDisk;
        if (blob) expected.set(path, blob);
      }
      expect([...now].sort()).toEqual([...expected].sort());
      held = now;
    }
    expect(
      readdirSync(fixture.git('rev-parse', '--absolute-git-dir')).filter((name) => name.includes('times-')),
    ).toEqual([]);
  },
);
