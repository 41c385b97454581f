// Scrolling through very many files, and through one very long one.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addSession, type BenchApp, type BenchSession, showSession } from '../lib/app';
import { type Delays, delaysOf } from '../lib/loop-watch';
import { watchMain } from '../lib/main-loop';
import { filePath, gitIn, makeRepository } from '../lib/make-repository';
import { median, printTable } from '../lib/table';

const FILES = 2_000;
const LINES = 50_000;
const FRAMES = 300;
/** Pixels per frame: a wheel turned as fast as one reads, and a scroll bar that is dragged. */
const STEPS = { wheel: 100, drag: 2_000 };
const JUMPS = [0.5, 0.1, 0.9, 0.3, 0.7, 0.2, 0.8, 0.4, 0.6];
const LONG_FILE = 'long.ts';

export async function measureScrolling(bench: BenchApp, folder: string): Promise<void> {
  const repository = makeRepository(join(folder, 'repository-scroll'), FILES + 500);
  writeFileSync(join(repository, LONG_FILE), longText());
  gitIn(repository, 'add', '--all');
  gitIn(repository, 'commit', '--quiet', '--message', 'A long file');
  const many = await addSession(bench, repository, 'Many files');
  for (let index = 0; index < FILES; index++)
    appendFileSync(join(many.root, filePath(index)), '// changed \n');
  const long = await addSession(bench, repository, 'A long file');
  changeEveryTenth(join(long.root, LONG_FILE));
  const rows = [
    ...(await measureOne(bench, many, `${FILES.toLocaleString('en-US')} changed files`)),
    ...(await measureOne(bench, long, `${LINES.toLocaleString('en-US')} lines in a file`)),
  ];
  printTable(
    `Scrolling the diffs, ${FRAMES} frames each: p50/p99/max, ms`,
    ['', 'px', 'frame', "page's work in it", 'longest task', 'DOM nodes', "main's loop, CPU"],
    rows,
  );
}

async function measureOne(bench: BenchApp, session: BenchSession, title: string) {
  const { page } = bench;
  const began = performance.now();
  await showSession(bench, session);
  await page.evaluate(() => benchTools.linePainted('changed '));
  const first = performance.now() - began;
  console.log(`\n${title}: shown after ${Math.round(first)} ms, ${await longest(bench)}`);
  const rows: string[][] = [];
  for (const [kind, step] of Object.entries(STEPS)) {
    const stop = await watchMain(bench);
    const { frames, work, nodes } = await page.evaluate(
      ([step, count]) => benchTools.scrollDiffs(step, count),
      [step, FRAMES] as const,
    );
    const { cpu } = await stop();
    rows.push([
      ...[`${title}, ${kind}`, String(step), figures(delaysOf(frames)), figures(delaysOf(work))],
      ...[await longest(bench), String(nodes), figures(cpu)],
    ]);
  }
  const jumps = await page.evaluate((places) => benchTools.jumpInDiffs(places), JUMPS);
  console.log(
    `  jumps until lines are there, ms: median ${Math.round(median(jumps))}, most ${Math.round(Math.max(...jumps))}; ${await longest(bench)}`,
  );
  return rows;
}

/** What held the page's thread for longest since this was last asked. */
async function longest({ page }: BenchApp): Promise<string> {
  const tasks = await page.evaluate(() => benchTools.takeLongTasks());
  return tasks.length === 0
    ? 'no task over 50 ms'
    : `${tasks.length} tasks, longest ${Math.max(...tasks)} ms`;
}

function figures({ p50, p99, max }: Delays): string {
  return [p50, p99, max].map((value) => value.toFixed(1)).join('/');
}

function longText(): string {
  return Array.from({ length: LINES }, (_, line) => `export const value${line} = compute(${line});\n`).join(
    '',
  );
}

function changeEveryTenth(file: string): void {
  const lines = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, lines.map((line, at) => (at % 10 === 5 ? `${line} // changed ` : line)).join('\n'));
}
