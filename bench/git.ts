// What the git engine costs beside plain git, on generated repositories of several sizes.
import { execFileSync } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addWorktree } from '../src/main/git/add-worktree';
import { CheckpointChain } from '../src/main/git/checkpoint';
import { acceptFiles } from '../src/main/git/decide';
import { type ListedChange, listChanges } from '../src/main/git/list-changes';
import { readDiff } from '../src/main/git/read-diff';
import type { Author } from '../src/shared/domain/change';
import { type Cost, costOf } from './lib/cpu-time';
import { type LoopFigures, watchLoop } from './lib/loop-watch';
import { filePath, gitIn, makeRepository } from './lib/make-repository';
import { withScratch } from './lib/scratch';
import { median, printTable, ratio } from './lib/table';

const sizes = process.argv.slice(2).map(Number);
const SIZES = sizes.length > 0 ? sizes : [1000, 10_000, 50_000];
const ROUNDS = 7;
const EDITS = 10;
const author: Author = { kind: 'user' };

async function rounds(work: (round: number) => unknown, prepare?: (round: number) => void): Promise<Cost> {
  const costs: Cost[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    prepare?.(round);
    costs.push(await costOf(() => work(round)));
  }
  return { wall: median(costs.map(({ wall }) => wall)), cpu: median(costs.map(({ cpu }) => cpu)) };
}

async function measure(folder: string, files: number): Promise<void> {
  const repository = makeRepository(join(folder, `repository-${files}`), files);
  let worktree!: Awaited<ReturnType<typeof addWorktree>>;
  const made = await costOf(async () => {
    worktree = await addWorktree({
      repository,
      parentFolder: join(folder, `worktrees-${files}`),
      title: 'Bench',
    });
  });
  const plain = join(folder, `plain-${files}`);
  const madePlain = await costOf(() => gitIn(repository, 'worktree', 'add', '--quiet', plain));
  const root = worktree.path;
  const sessionId = 'bench';
  const chain = new CheckpointChain({ worktree: root, sessionId });
  await chain.start(worktree.baseCommit);
  const edit = (round: number) => {
    for (let index = 0; index < EDITS; index++) {
      appendFileSync(join(root, filePath((index * 97) % files)), `// round ${round}\n`);
    }
    writeFileSync(join(root, `new-${round}.ts`), `export const round = ${round};\n`);
  };
  const take = () => chain.take({ author });
  const pending = async (): Promise<ListedChange[]> => {
    const { accepted, chain: tip } = await chain.refs();
    return listChanges(root, accepted ?? '', tip ?? '');
  };
  const first = await costOf(take);

  const status = await rounds(() =>
    execFileSync('git', ['status', '--porcelain=v2', '-z', '-uall'], { cwd: root }),
  );
  const watched = watchLoop();
  const unchanged = await rounds(take);
  const changed = await rounds(take, edit);
  const listed = await rounds(pending);
  const [change] = await pending();
  if (!change) throw new Error('Nothing is pending after an edit');
  const diffed = await rounds(() => readDiff(root, change));
  let shown: ListedChange[] = [];
  const accepted: Cost[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    edit(ROUNDS + round);
    await take();
    shown = await pending();
    const { branch } = worktree;
    const decision = { worktree: root, branch, sessionId, shown, message: 'Accept', coauthors: [] };
    accepted.push(await costOf(() => acceptFiles(decision)));
  }
  const accept = {
    wall: median(accepted.map(({ wall }) => wall)),
    cpu: median(accepted.map(({ cpu }) => cpu)),
  };
  const loop = watched();
  // What a fresh checkout's index cannot tell apart by time is read again until the first status.
  gitIn(plain, 'status');
  const plainAdd = await rounds(
    () => gitIn(plain, 'add', '--all'),
    (round) => appendFileSync(join(plain, filePath(round)), '// edited\n'),
  );
  const plainDiff = await rounds(() => gitIn(root, 'diff', 'HEAD', '--', filePath(0)), edit);
  report(files, status, [
    ['git status', status],
    ['git add --all', plainAdd],
    ['git diff of a file', plainDiff],
    ['git worktree add', madePlain],
    ['add a worktree', made],
    ['first checkpoint', first],
    ['checkpoint, nothing changed', unchanged],
    [`checkpoint, ${EDITS} edits and a new file`, changed],
    [`list changes`, listed],
    ['diff of a file', diffed],
    [`accept ${shown.length} files`, accept],
  ]);
  reportLoop(loop);
}

function report(files: number, status: Cost, rows: [string, Cost][]): void {
  printTable(
    `Git, ${files.toLocaleString('en-US')} files: median of ${ROUNDS} in ms, CPU of git and Node together`,
    ['', 'wall', 'to status', 'CPU', 'to status'],
    rows.map(([title, { wall, cpu }]) => [
      title,
      Math.round(wall),
      ratio(wall, status.wall),
      Math.round(cpu),
      ratio(cpu, status.cpu),
    ]),
  );
}

function reportLoop({ cpu, wall }: LoopFigures): void {
  console.log(
    `  event loop meanwhile: wall p99 ${wall.p99.toFixed(1)} max ${wall.max.toFixed(1)} ms, CPU p99 ${cpu.p99.toFixed(1)} max ${cpu.max.toFixed(1)} ms`,
  );
}

for (const files of SIZES) await withScratch((folder) => measure(folder, files));
