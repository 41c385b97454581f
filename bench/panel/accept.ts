// Accepting 1,200 files at once, beside plain git taking the same edits into its index and committing them.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { addSession, type BenchApp, showSession } from '../lib/app';
import { type Cost, costOf } from '../lib/cpu-time';
import { watchMain } from '../lib/main-loop';
import { filePath, gitIn, makeRepository } from '../lib/make-repository';
import { median, printTable, ratio } from '../lib/table';
import { appCpu, cpuSince, undrawn } from '../lib/tree-cpu';

const FILES = 1_200;
/** Each edits other files: a diff that was read before holds up accepting its file when it has changed out of sight. */
const ROUNDS = 3;

export async function measureAccepting(bench: BenchApp, folder: string): Promise<void> {
  const { page, pid } = bench;
  const repository = makeRepository(join(folder, 'repository-accept'), FILES * ROUNDS);
  const session = await addSession(bench, repository, 'Very many edits');
  const plain = join(folder, 'plain-accept');
  gitIn(repository, 'worktree', 'add', '--quiet', plain);
  const ours: Cost[] = [];
  const beside: Cost[] = [];
  await showSession(bench, session);
  const stop = await watchMain(bench);
  await page.evaluate(() => benchTools.takeLongTasks());
  for (let round = 0; round < ROUNDS; round++) {
    for (const root of [session.root, plain]) edit(root, round);
    await bench.call('change.refresh', { sessionId: session.id });
    await page.evaluate((text) => benchTools.linePainted(text), `round ${round} `);
    await delay(1_500);
    const cpu = appCpu(pid);
    const began = Date.now();
    await page.getByRole('button', { name: 'Accept all', exact: true }).click();
    const wall = (await page.evaluate(() => benchTools.emptyPainted())) - began;
    ours.push({ wall, cpu: undrawn(cpuSince(cpu, appCpu(pid))) });
    await delay(1_500);
    beside.push(
      await costOf(() => {
        gitIn(plain, 'add', '--all');
        gitIn(plain, 'commit', '--quiet', '--message', 'Accepted');
      }),
    );
  }
  const { cpu } = await stop();
  const tasks = await page.evaluate(() => benchTools.takeLongTasks());
  const [mine, git] = [middle(ours), middle(beside)];
  printTable(
    `Accept all of ${FILES.toLocaleString('en-US')} files until none is shown: ${ROUNDS} rounds, ms`,
    ['', 'CPU', 'wall', 'CPU is'],
    [
      ['the whole app', Math.round(mine.cpu), Math.round(mine.wall), ratio(mine.cpu, git.cpu)],
      ['git add --all, git commit', Math.round(git.cpu), Math.round(git.wall), ''],
    ],
  );
  console.log(
    `  main's loop, edits and looks included: CPU p99 ${cpu.p99.toFixed(1)} max ${cpu.max.toFixed(1)} ms; tasks of the page over 50 ms: ${tasks.map(Math.round).join(', ') || 'none'}`,
  );
}

function edit(root: string, round: number): void {
  for (let index = FILES * round; index < FILES * (round + 1); index++)
    appendFileSync(join(root, filePath(index)), `// round ${round} \n`);
}

function middle(costs: readonly Cost[]): Cost {
  return { cpu: median(costs.map(({ cpu }) => cpu)), wall: median(costs.map(({ wall }) => wall)) };
}
