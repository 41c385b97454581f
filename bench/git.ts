// What the git engine costs beside plain git, on generated repositories of several sizes.
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addWorktree } from '../src/main/git/add-worktree';
import { CheckpointChain } from '../src/main/git/checkpoint';
import { acceptSelection } from '../src/main/git/decide';
import { type ListedChange, listChanges } from '../src/main/git/list-changes';
import { readDiff } from '../src/main/git/read-diff';
import type { Author } from '../src/shared/domain/change';
import { type Cost, costOf, countAlso } from './lib/cpu-time';
import { openGitHelper } from './lib/git-helper';
import { type LoopFigures, watchLoop } from './lib/loop-watch';
import { filePath, gitIn, makeRepository } from './lib/make-repository';
import { withScratch } from './lib/scratch';
import { median, printTable, ratio } from './lib/table';

const sizes = process.argv.slice(2).map(Number);
const SIZES = sizes.length > 0 ? sizes : [1000, 10_000, 50_000];
const ROUNDS = 7;
const EDITS = 10;
const sessionId = 'bench';
const author: Author = { kind: 'user' };

async function rounds(work: (round: number) => unknown, prepare?: (round: number) => void): Promise<Cost> {
  const costs: Cost[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    prepare?.(round);
    costs.push(await costOf(() => work(round)));
  }
  return middle(costs);
}

function middle(costs: readonly Cost[]): Cost {
  return { wall: median(costs.map(({ wall }) => wall)), cpu: median(costs.map(({ cpu }) => cpu)) };
}

async function costOfResult<T>(work: () => Promise<T>): Promise<{ cost: Cost; result: T }> {
  let result!: T;
  const cost = await costOf(async () => {
    result = await work();
  });
  return { cost, result };
}

/** A session on a generated repository, as the services use one, and a worktree git alone made. */
async function openSession(folder: string, files: number) {
  const repository = makeRepository(join(folder, `repository-${files}`), files);
  const parentFolder = join(folder, `worktrees-${files}`);
  const plain = join(folder, `plain-${files}`);
  const started = await costOfResult(() => addWorktree({ repository, parentFolder, title: 'Bench' }));
  const madePlain = await costOf(() => gitIn(repository, 'worktree', 'add', '--quiet', plain));
  const { path: root, branch, baseCommit } = started.result;
  const chain = new CheckpointChain({ worktree: root, sessionId });
  await chain.start(baseCommit);
  return { files, root, branch, chain, plain, made: started.cost, madePlain };
}

type Session = Awaited<ReturnType<typeof openSession>>;

/** Changes some files and adds one. */
function edit({ root, files }: Session, round: number): void {
  for (let index = 0; index < EDITS; index++) {
    appendFileSync(join(root, filePath((index * 97) % files)), `// round ${round}\n`);
  }
  writeFileSync(join(root, `new-${round}.ts`), `export const round = ${round};\n`);
}

async function pending({ root, chain }: Session): Promise<ListedChange[]> {
  const refs = await chain.refs();
  return listChanges(root, refs.accepted ?? '', refs.chain ?? '');
}

async function measureOurs(session: Session): Promise<[string, Cost][]> {
  const { root, chain, made } = session;
  const take = () => chain.take({ author });
  const first = await costOf(take);
  const unchanged = await rounds(take);
  const changed = await rounds(take, (round) => edit(session, round));
  const listed = await rounds(() => pending(session));
  const [change] = await pending(session);
  if (!change) throw new Error('Nothing is pending after an edit');
  const diffed = await rounds(() => readDiff(root, change));
  return [
    ['add a worktree', made],
    ['first checkpoint', first],
    ['checkpoint, nothing changed', unchanged],
    [`checkpoint, ${EDITS} edits and a new file`, changed],
    ['list changes', listed],
    ['diff of a file', diffed],
    [`accept ${EDITS + 1} files`, await measureAccept(session)],
  ];
}

async function measureAccept(session: Session): Promise<Cost> {
  const { root, chain } = session;
  const costs: Cost[] = [];
  // What the rounds before left is accepted first, so that every round accepts the same number of files.
  for (let round = ROUNDS; round <= 2 * ROUNDS; round++) {
    edit(session, round);
    await chain.take({ author });
    const shown = await pending(session);
    costs.push(await costOf(() => acceptSelection({ worktree: root, sessionId, chosen: shown })));
  }
  return middle(costs.slice(1));
}

async function measurePlain(session: Session): Promise<[string, Cost][]> {
  const { root, plain, madePlain } = session;
  // What a fresh checkout's index cannot tell apart by time is read again until the first status.
  gitIn(plain, 'status');
  const added = await rounds(
    () => gitIn(plain, 'add', '--all'),
    (round) => appendFileSync(join(plain, filePath(round)), '// edited\n'),
  );
  const diffed = await rounds(
    () => gitIn(root, 'diff', 'HEAD', '--', filePath(0)),
    (round) => edit(session, 3 * ROUNDS + round),
  );
  return [
    ['git add --all', added],
    ['git diff of a file', diffed],
    ['git worktree add', madePlain],
  ];
}

async function measure(folder: string, files: number): Promise<void> {
  const session = await openSession(folder, files);
  const status = await rounds(() => gitIn(session.root, 'status', '--porcelain=v2', '-z', '-uall'));
  const stop = watchLoop();
  const ours = await measureOurs(session);
  const loop = stop();
  report(files, status, [['git status', status], ...(await measurePlain(session)), ...ours]);
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

const helper = openGitHelper();
countAlso(helper);
for (const files of SIZES) await withScratch((folder) => measure(folder, files));
await helper.close();
