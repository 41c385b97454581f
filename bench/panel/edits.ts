// From ten edits, or from opening the session, until the first hunk is on screen; beside `git diff` in the same worktree.
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { addSession, type BenchApp, type BenchSession, rejectAll, showSession } from '../lib/app';
import { type Cost, costOf } from '../lib/cpu-time';
import { type MainLoop, watchMain } from '../lib/main-loop';
import { filePath, gitIn, makeRepository } from '../lib/make-repository';
import { median, printTable, ratio } from '../lib/table';
import { type AppCpu, appCpu, cpuSince, undrawn } from '../lib/tree-cpu';

const ROUNDS = 7;
const EDITS = 10;
/** Milliseconds in which what an act set off comes to rest. */
const REST = 1_500;

/** Measures repositories of these many files. */
export async function measureEdits(bench: BenchApp, folder: string, sizes: readonly number[]): Promise<void> {
  const elsewhere = await addSession(bench, makeRepository(join(folder, 'elsewhere'), 20), 'Elsewhere');
  for (const files of sizes) {
    const session = await addSession(
      bench,
      makeRepository(join(folder, `repository-${files}`), files),
      `Edits of ${files}`,
    );
    await showSession(bench, session);
    await bench.call('change.refresh', { sessionId: session.id });
    await delay(REST);
    const stop = await watchMain(bench);
    const edited = await measureRounds(bench, session, files, () => undefined);
    const opened = await measureRounds(bench, session, files, async () => {
      await showSession(bench, elsewhere);
      return () => showSession(bench, session);
    });
    report(files, edited, opened, await stop());
  }
}

interface Measured {
  /** Until the first hunk was painted. */
  ours: { wall: number; cpu: AppCpu }[];
  plain: Cost[];
}

type Show = () => Promise<void>;

/** Edits files in the worktree, and then shows it when `away` left it. */
async function measureRounds(
  bench: BenchApp,
  session: BenchSession,
  files: number,
  away: () => Promise<Show> | undefined,
): Promise<Measured> {
  const measured: Measured = { ours: [], plain: [] };
  for (let round = 0; round < ROUNDS; round++) {
    await rejectAll(bench, session);
    const back = await away();
    await delay(REST);
    if (back) {
      edit(session.root, files, round);
      await delay(REST);
    }
    const text = `round ${round} `;
    const cpu = appCpu(bench.pid);
    const began = Date.now();
    const painted = bench.page.evaluate((text) => benchTools.linePainted(text), text);
    if (back) await back();
    else edit(session.root, files, round);
    const wall = (await painted) - began;
    measured.ours.push({ wall, cpu: cpuSince(cpu, appCpu(bench.pid)) });
    await delay(REST);
    measured.plain.push(await costOf(() => gitIn(session.root, '--no-optional-locks', 'diff')));
  }
  return measured;
}

function edit(root: string, files: number, round: number): void {
  for (let index = 0; index < EDITS; index++) {
    appendFileSync(join(root, filePath((index * 97) % files)), `// round ${round} \n`);
  }
  writeFileSync(join(root, `new-${round}.ts`), `export const round = ${round};\n`);
}

function report(files: number, edited: Measured, opened: Measured, loop: MainLoop): void {
  const row = (title: string, { ours, plain }: Measured) => {
    const cpu = (of: (cpu: AppCpu) => number) => Math.round(mean(ours.map((cost) => of(cost.cpu))));
    const wall = (costs: readonly { wall: number }[]) => Math.round(median(costs.map((cost) => cost.wall)));
    const git = mean(plain.map((cost) => cost.cpu));
    const all = cpu(undrawn);
    const ofGit = cpu((used) => used.git);
    const parts = [cpu(({ main }) => main), cpu(({ page }) => page), ofGit, cpu(({ drawing }) => drawing)];
    const beside = [Math.round(git), wall(plain), ratio(all, git), ratio(ofGit, git)];
    return [title, wall(ours), all, ...parts, ...beside];
  };
  printTable(
    `First hunk on screen, ${files.toLocaleString('en-US')} files: ${ROUNDS} rounds, ms`,
    ['', 'wall', 'CPU', 'main', 'page', 'git', 'drawing', 'git diff CPU', 'wall', 'CPU is', 'git is'],
    [row(`after ${EDITS} edits and a new file`, edited), row('after opening the session', opened)],
  );
  console.log(
    `  main's loop meanwhile: CPU p99 ${loop.cpu.p99.toFixed(1)} max ${loop.cpu.max.toFixed(1)} ms, wall max ${loop.wall.max.toFixed(1)} ms`,
  );
}

/** Without the least and the most. */
function mean(values: readonly number[]): number {
  const inner = values.toSorted((a, b) => a - b).slice(1, -1);
  return inner.reduce((sum, value) => sum + value, 0) / inner.length;
}
