// What agents that speak cost the main process: paced (one and eight agents) and at full speed.
import { join } from 'node:path';
import type { SessionId } from '../src/shared/domain/ids';
import { openBenchHost } from './lib/bench-host';
import { checkCounting } from './lib/check-counting';
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
  // What was measured must be the whole work, and what warmed it up.
  checkCounting(bench.store, sessions, tokens + 50);
  await bench.stop();
  return run;
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
