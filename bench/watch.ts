// What watching a worktree for edits of other programs costs, and how soon one is told of.
import { appendFileSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnGroup } from '../src/main/services/platform/process-group';
import { WatchHelper } from '../src/main/services/watch/watch-helper';
import { watchLoop } from './lib/loop-watch';
import { filePath, makeRepository } from './lib/make-repository';
import { withScratch } from './lib/scratch';
import { median, printTable } from './lib/table';

const sizes = process.argv.slice(2).map(Number);
const SIZES = sizes.length > 0 ? sizes : [1000, 10_000, 50_000];
const ROUNDS = 11;

const program = join(dirname(fileURLToPath(import.meta.url)), 'watch-helper.mjs');

/** CPU in ms and resident memory in MB of a process (Linux). */
function usage(pid: number): { cpu: number; memory: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]);
  return { cpu: (Number(fields[11]) + Number(fields[12])) * 10, memory: (pages * 4096) / 1e6 };
}

async function measure(folder: string, files: number): Promise<string[]> {
  const repository = makeRepository(join(folder, `repository-${files}`), files);
  const helper = new WatchHelper({
    launch: () => spawnGroup(process.execPath, [program], { cwd: folder, env: process.env }),
  });
  const empty = join(repository, dirname(filePath(0)));
  await new Promise<void>((resolve, reject) => {
    helper.watch(empty, [], { onWatching: resolve, onChanged() {}, onGone() {}, onFailed: reject });
  });
  const before = usage(helper.pid as number);
  const stop = watchLoop();
  const started = performance.now();
  let heard = (_at: number) => {};
  await new Promise<void>((resolve, reject) => {
    helper.watch(repository, [], {
      onWatching: resolve,
      onChanged: () => heard(performance.now()),
      onGone() {},
      onFailed: reject,
    });
  });
  const setUp = performance.now() - started;
  const after = usage(helper.pid as number);
  const told: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const edited = performance.now();
    const at = new Promise<number>((resolve) => {
      heard = resolve;
    });
    appendFileSync(join(repository, filePath((round * 97) % files)), '// by hand\n');
    told.push((await at) - edited);
  }
  const loop = stop();
  await helper.stop();
  return [
    files.toLocaleString('en-US'),
    ...[setUp, after.cpu - before.cpu, after.memory - before.memory, median(told), Math.max(...told)].map(
      (value) => String(Math.round(value)),
    ),
    loop.cpu.max.toFixed(1),
  ];
}

const rows: string[][] = [];
for (const files of SIZES) rows.push(await withScratch((folder) => measure(folder, files)));
printTable(
  'Watching a worktree',
  ['files', 'set up ms', 'CPU ms', 'memory MB', 'told after ms', 'at most', 'our loop held, CPU ms'],
  rows,
);
