// Agents that speak for a long time: does memory stay, is the loop free, is nothing lost?
import { join } from 'node:path';
import type { SessionId } from '../src/shared/domain/ids';
import { openBenchHost } from './lib/bench-host';
import { checkCounting } from './lib/check-counting';
import { watchLoop } from './lib/loop-watch';
import { makeRepository } from './lib/make-repository';
import { withScratch } from './lib/scratch';
import { printTable } from './lib/table';

const [minutes = 10, agents = 8, perSecond = 200] = process.argv.slice(2).map(Number);
const WARM_UP = 50;

const { figures, tokens, batches } = await withScratch(async (folder) => {
  const bench = openBenchHost(folder);
  const repository = makeRepository(join(folder, 'repository'), 20);
  const sessions: SessionId[] = [];
  for (let index = 0; index < agents; index++) sessions.push(await bench.addSession(repository));
  const all = (prompt: string) => Promise.all(sessions.map((id) => bench.prompt(id, prompt)));
  await all(`pace ${WARM_UP} 1`);
  const stop = watchLoop();
  await all(`pace ${perSecond} ${minutes * 60}`);
  const figures = stop();
  const each = Math.floor(perSecond * minutes * 60) + WARM_UP;
  checkCounting(bench.store, sessions, each);
  const batches = await bench.batches();
  await bench.stop();
  return { figures, tokens: each * agents, batches };
});

const { seconds, wall, cpu, cpuMs, rss, heap } = figures;
console.log(
  `\nSoak: ${agents} agents at ${perSecond} updates/s for ${minutes} min (took ${Math.round(seconds)} s)`,
);
console.log(`  ${tokens.toLocaleString('en-US')} numbers said, all of them in the log, in order and once`);
console.log(
  `  ${batches.toLocaleString('en-US')} batches to the window, ${(cpuMs / seconds / 10).toFixed(1)}% of a core`,
);
printTable(
  'Event loop of the main process, ms between turns of a 1 ms timer',
  ['', 'p50', 'p99', 'max'],
  [
    ['CPU', cpu.p50, cpu.p99, cpu.max],
    ['wall', wall.p50, wall.p99, wall.max],
  ],
);
printTable(
  'Memory, MB; growth of the low points over the last two thirds',
  ['', 'before', 'after', 'MB/min'],
  [
    ['resident', Math.round(rss.before), Math.round(rss.after), rss.perMinute],
    ['heap', Math.round(heap.before), Math.round(heap.after), heap.perMinute],
  ],
);
