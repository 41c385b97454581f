// What the git engine costs beside plain git doing the same, on generated repositories of several sizes.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ListedChange, listChanges } from '../src/main/git/changes/list-changes';
import { readDiff } from '../src/main/git/changes/read-diff';
import { CheckpointChain } from '../src/main/git/checkpoints/checkpoint';
import { acceptSelection } from '../src/main/git/decisions/decide';
import { addWorktree } from '../src/main/git/worktrees/add-worktree';
import type { Author } from '../src/shared/domain/change';
import { type Comparison, compare } from './lib/compare';
import { countAlso } from './lib/cpu-time';
import { openGitHelper } from './lib/git-helper';
import { type LoopFigures, watchLoop } from './lib/loop-watch';
import { filePath, gitIn, makeRepository } from './lib/make-repository';
import { withScratch } from './lib/scratch';
import { printTable, ratio } from './lib/table';

const sizes = process.argv.slice(2).map(Number);
const SIZES = sizes.length > 0 ? sizes : [1000, 10_000, 50_000];
const ROUNDS = 11;
/** Making worktrees takes long. */
const WORKTREE_ROUNDS = 4;
const EDITS = 10;
const sessionId = 'bench';
const author: Author = { kind: 'user' };
const STATUS = ['status', '--porcelain=v2', '-z', '-uall'];

/** A session on a generated repository, as the services use one, and a worktree that git alone made and works with. */
async function openSession(folder: string, files: number) {
  const repository = makeRepository(join(folder, `repository-${files}`), files);
  const parentFolder = join(folder, `worktrees-${files}`);
  const made = await compare(WORKTREE_ROUNDS, {
    ours: (round) => addWorktree({ repository, parentFolder, title: `Bench ${round}` }),
    plain: (round) =>
      gitIn(repository, 'worktree', 'add', '--quiet', join(folder, `plain-${files}-${round}`)),
  });
  const { path: root, baseCommit } = await addWorktree({ repository, parentFolder, title: 'Bench' });
  const chain = new CheckpointChain({ worktree: root, sessionId });
  await chain.start(baseCommit);
  const plain = join(folder, `plain-${files}-0`);
  // What a fresh checkout's index cannot tell apart by time is read again until the first look.
  await chain.take({ author });
  gitIn(plain, 'status');
  return { files, root, chain, plain, made };
}

type Session = Awaited<ReturnType<typeof openSession>>;

/** Changes some files and adds one, in both worktrees alike. */
function edit({ root, plain, files }: Session, round: number): void {
  for (const worktree of [root, plain]) {
    for (let index = 0; index < EDITS; index++) {
      appendFileSync(join(worktree, filePath((index * 97) % files)), `// round ${round}\n`);
    }
    writeFileSync(join(worktree, `new-${round}.ts`), `export const round = ${round};\n`);
  }
}

/** Changes the beginning and the end of a file, which are two hunks. */
function editTwice({ root, plain }: Session, round: number): void {
  for (const worktree of [root, plain]) {
    const file = join(worktree, filePath(0));
    const [, ...rest] = readFileSync(file, 'utf8').split('\n');
    const middle = Array.from({ length: 20 }, (_, line) => `  const between${line} = 0;`);
    writeFileSync(file, [`// first, round ${round}`, ...(round === 0 ? middle : []), ...rest].join('\n'));
    appendFileSync(file, `// last, round ${round}\n`);
  }
}

async function pending(session: Session): Promise<ListedChange[]> {
  return (await look(session)).changes;
}

/** What the app knows when somebody decides: it has just listed it. */
async function look({ root, chain }: Session) {
  const { accepted = '', committed, chain: checkpoint = '' } = await chain.refs();
  return { accepted, committed, checkpoint, changes: await listChanges(root, accepted, checkpoint) };
}

async function measure(session: Session): Promise<[string, string, Comparison][]> {
  const { root, chain, plain } = session;
  const take = () => chain.take({ author });
  const store = () => {
    gitIn(plain, 'add', '--all');
    gitIn(plain, 'commit-tree', gitIn(plain, 'write-tree').trim(), '-p', 'HEAD', '-m', 'x');
  };
  const unchanged = await compare(ROUNDS, { ours: take, plain: () => gitIn(plain, ...STATUS) });
  const changed = await compare(ROUNDS, {
    prepare: (round) => edit(session, round),
    ours: take,
    plain: () => gitIn(plain, ...STATUS),
    after: () => gitIn(plain, 'add', '--all'),
  });
  const stored = await compare(ROUNDS, {
    prepare: (round) => edit(session, ROUNDS + round),
    ours: take,
    plain: store,
  });
  const listed = await compare(ROUNDS, {
    prepare: async (round) => {
      edit(session, 2 * ROUNDS + round);
      await take();
    },
    ours: () => pending(session),
    plain: () => gitIn(plain, 'diff', '-M', '--raw', '--numstat', 'HEAD'),
  });
  const [change] = (await pending(session)).filter(({ path }) => path === filePath(0));
  if (!change) throw new Error('Nothing is pending after an edit');
  const diffed = await compare(ROUNDS, {
    ours: () => readDiff(root, change),
    plain: () => gitIn(plain, 'diff', 'HEAD', '--', filePath(0)),
  });
  return [
    ['add a worktree', 'git worktree add', session.made],
    ['checkpoint, nothing changed', 'git status', unchanged],
    [`checkpoint, ${EDITS} edits and a new file`, 'git status', changed],
    [`checkpoint, ${EDITS} edits and a new file`, 'git add, write-tree, commit-tree', stored],
    ['list changes', 'git diff --numstat', listed],
    ['diff of a file', 'git diff of it', diffed],
    ['accept one of two hunks', 'git apply --cached', await measureHunk(session)],
    [`accept ${EDITS + 1} files`, 'git add, git commit', await measureFiles(session)],
  ];
}

/** Everything is accepted first, so that every round accepts the same. */
async function acceptAll(session: Session): Promise<void> {
  await session.chain.take({ author });
  const chosen = await pending(session);
  if (chosen.length > 0) await acceptSelection({ worktree: session.root, sessionId, chosen });
  gitIn(session.plain, 'add', '--all');
}

async function measureHunk(session: Session): Promise<Comparison> {
  const { root, chain, plain } = session;
  let known = await look(session);
  let patch = '';
  const part = { old: [[1, 1] as [number, number]], new: [[1, 1] as [number, number]] };
  editTwice(session, 0);
  return compare(ROUNDS, {
    prepare: async (round) => {
      await acceptAll(session);
      editTwice(session, round + 1);
      await chain.take({ author });
      known = await look(session);
      patch = gitIn(plain, 'diff')
        .split(/^(?=@@ )/m)
        .slice(0, 2)
        .join('');
    },
    ours: () => {
      const chosen = known.changes.map((change) => ({ ...change, part }));
      return acceptSelection({ worktree: root, sessionId, chosen, pending: known });
    },
    plain: () => {
      writeFileSync(`${plain}.patch`, patch);
      gitIn(plain, 'apply', '--cached', `${plain}.patch`);
    },
  });
}

async function measureFiles(session: Session): Promise<Comparison> {
  const { root, chain, plain } = session;
  let known = await look(session);
  return compare(ROUNDS, {
    prepare: async (round) => {
      await acceptAll(session);
      gitIn(plain, 'commit', '--quiet', '--allow-empty', '--message', 'Before');
      edit(session, 4 * ROUNDS + round);
      await chain.take({ author });
      known = await look(session);
    },
    ours: () => acceptSelection({ worktree: root, sessionId, chosen: known.changes, pending: known }),
    plain: () => {
      gitIn(plain, 'add', '--all');
      gitIn(plain, 'commit', '--quiet', '--message', 'Accepted');
    },
  });
}

function report(files: number, rows: [string, string, Comparison][]): void {
  printTable(
    `Git, ${files.toLocaleString('en-US')} files: ${ROUNDS} interleaved rounds, ms, CPU of git and Node together`,
    ['', 'CPU', 'wall', 'beside', 'CPU', 'wall', 'CPU is'],
    rows.map(([title, beside, { ours, plain }]) => [
      ...[title, Math.round(ours.cpu), Math.round(ours.wall)],
      ...[beside, Math.round(plain.cpu), Math.round(plain.wall), ratio(ours.cpu, plain.cpu)],
    ]),
  );
}

function reportLoop({ cpu, wall }: LoopFigures): void {
  console.log(
    `  event loop meanwhile, with plain git run in it: wall max ${wall.max.toFixed(1)} ms, CPU p99 ${cpu.p99.toFixed(1)} max ${cpu.max.toFixed(1)} ms`,
  );
}

const helper = openGitHelper();
countAlso(helper);
for (const files of SIZES) {
  await withScratch(async (folder) => {
    const session = await openSession(folder, files);
    const stop = watchLoop();
    const rows = await measure(session);
    const loop = stop();
    report(files, rows);
    reportLoop(loop);
  });
}
await helper.close();
