// What one long line of an agent costs: a command's whole output in one message.
import { join } from 'node:path';
import { openBenchHost } from './lib/bench-host';
import { type LoopFigures, watchLoop } from './lib/loop-watch';
import { makeRepository } from './lib/make-repository';
import { withScratch } from './lib/scratch';
import { printTable } from './lib/table';

const sizes = process.argv.slice(2).map(Number);
const MEGABYTES = sizes.length > 0 ? sizes : [0.1, 1, 4, 16, 40];

const runs = await withScratch(async (folder) => {
  const bench = openBenchHost(join(folder, 'data'));
  const session = await bench.addSession(makeRepository(join(folder, 'repository'), 20));
  await bench.prompt(session, 'pace 50 1');
  const figures: [number, LoopFigures][] = [];
  for (const megabytes of MEGABYTES) {
    const stop = watchLoop();
    await bench.prompt(session, `line ${megabytes}`);
    figures.push([megabytes, stop()]);
  }
  await bench.stop();
  return figures;
});

printTable(
  'One line of an agent: event loop of the main process, ms',
  ['MB', 's', 'wall max', 'CPU max', 'CPU', 'RSS MB after'],
  runs.map(([megabytes, { seconds, wall, cpu, cpuMs, rss }]) => [
    String(megabytes),
    ...[seconds, wall.max, cpu.max, cpuMs],
    Math.round(rss.after),
  ]),
);
