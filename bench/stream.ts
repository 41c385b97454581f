// What agents that speak cost the main process: paced (one and eight agents) and at full speed.
import { join } from 'node:path';
import type { SessionId } from '../src/shared/domain/ids';
import { type BenchHost, openBenchHost } from './lib/bench-host';
import { type LoopFigures, watchLoop } from './lib/loop-watch';
import { makeRepository } from './lib/make-repository';
import { withScratch } from './lib/scratch';
import { printTable } from './lib/table';

const [seconds = 20, floodUpdates = 50_000] = process.argv.slice(2).map(Number);
const PER_SECOND = 200;

interface Run {
  title: string;
  tokens: number;
  figures: LoopFigures;
  rows: number;
  kept: number;
  flushes: number;
  batches: number;
}

async function measure(
  folder: string,
  title: string,
  agents: number,
  prompt: string,
  tokens: number,
): Promise<Run> {
  const bench = openBenchHost(join(folder, title.replaceAll(' ', '-')));
  const repository = join(folder, 'repository');
  const sessions: SessionId[] = [];
  for (let index = 0; index < agents; index++) sessions.push(await bench.addSession(repository));
  // Agents are started and code is warm before anything is counted.
  await Promise.all(sessions.map((id) => bench.prompt(id, 'pace 50 1')));
  const rowsInLog = () => sessions.reduce((sum, id) => sum + bench.store.events.count(id), 0);
  const before = { ...bench.written, kept: rowsInLog(), batches: await bench.batches() };
  const stop = watchLoop();
  await Promise.all(sessions.map((id) => bench.prompt(id, prompt)));
  const figures = stop();
  const run = {
    title,
    tokens: tokens * agents,
    figures,
    rows: bench.written.rows - before.rows,
    kept: rowsInLog() - before.kept,
    flushes: bench.written.flushes - before.flushes,
    batches: (await bench.batches()) - before.batches,
  };
  await checkComplete(bench, sessions, tokens);
  await bench.stop();
  return run;
}

/** What was measured must be the whole work: every word has to be in the log. */
async function checkComplete({ store }: BenchHost, sessions: readonly SessionId[], tokens: number) {
  for (const id of sessions) {
    let words = 0;
    for (let before: number | undefined; ; ) {
      const page = store.events.page(id, { limit: 2000, ...(before && { before }) });
      for (const event of page.events) {
        if (event.kind === 'text' && event.block.type === 'text')
          words += event.block.text.split(' in it ').length - 1;
      }
      if (!page.hasOlder) break;
      before = page.events[0]?.seq;
    }
    if (words !== tokens + 50) throw new Error(`${words} words in the log, not ${tokens + 50}`);
  }
}

/** CPU milliseconds per second that watching itself costs, which no token is to blame for. */
async function costOfWatching(): Promise<number> {
  const stop = watchLoop();
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const { cpuMs, seconds: watched } = stop();
  return cpuMs / watched;
}

const watching = await costOfWatching();
const runs = await withScratch(async (folder) => {
  makeRepository(join(folder, 'repository'), 20);
  const paced = `pace ${PER_SECOND} ${seconds}`;
  return [
    await measure(folder, '1 agent', 1, paced, PER_SECOND * seconds),
    await measure(folder, '8 agents', 8, paced, PER_SECOND * seconds),
    await measure(folder, 'flood', 1, `flood ${floodUpdates}`, floodUpdates),
    await measure(folder, '8 floods', 8, `flood ${floodUpdates / 4}`, floodUpdates / 4),
  ];
});

printTable(
  `Streams: ${PER_SECOND} updates/s per agent for ${seconds} s; flood of ${floodUpdates.toLocaleString('en-US')} updates`,
  ['', 'tokens', 's', 'CPU us/token', 'rows/1000 tokens', 'kept', 'flushes', 'batches'],
  runs.map(({ title, tokens, figures, rows, kept, flushes, batches }) => [
    title,
    tokens,
    figures.seconds,
    ((figures.cpuMs - watching * figures.seconds) * 1000) / tokens,
    (rows * 1000) / tokens,
    kept,
    flushes,
    batches,
  ]),
);
printTable(
  'Event loop of the main process, ms between turns of a 1 ms timer',
  ['', 'wall p50', 'p99', 'max', 'CPU p50', 'p99', 'max', 'RSS MB', 'to', 'MB/min'],
  runs.map(({ title, figures: { seconds: took, wall, cpu, rss } }) => [
    title,
    ...[wall.p50, wall.p99, wall.max, cpu.p50, cpu.p99, cpu.max],
    ...[rss.before, rss.after].map(Math.round),
    // A slope over a moment says nothing.
    took < 5 ? '' : Math.round(rss.perMinute),
  ]),
);
