// The DiffPanel and the composer in the real app: what a user waits for, and what it costs beside plain git.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BenchApp, openApp } from './lib/app';
import { projectRoot, withScratch } from './lib/scratch';
import { measureAccepting } from './panel/accept';
import { measureEdits } from './panel/edits';
import { measureScrolling } from './panel/scroll';
import { measureTyping, STREAMING } from './panel/typing';

const args = process.argv.slice(2);
const sizes = args.filter((arg) => /^\d+$/.test(arg)).map(Number);
const SIZES = sizes.length > 0 ? sizes : [1000, 10_000, 50_000];
const PARTS = {
  edits: (bench: BenchApp, folder: string) => measureEdits(bench, folder, SIZES),
  scroll: measureScrolling,
  accept: measureAccepting,
  typing: measureTyping,
};
const named = Object.keys(PARTS).filter((part) => args.includes(part));

/** The functions of `page-tools.ts` as a script; bundled as a module it says that it exports nothing. */
function pageTools(): string {
  return readFileSync(new URL('page-tools.mjs', import.meta.url), 'utf8').replace(/^export\s*\{\s*\};$/m, '');
}

/** The program that speaks, as a user would set it up. */
function writeAgents(home: string): void {
  const args = [join(projectRoot(), 'bench/agents/streaming.mjs')];
  const agent = { id: STREAMING, name: 'Streaming', backend: 'acp', command: process.execPath, args };
  writeFileSync(join(home, 'agents.json'), JSON.stringify({ agents: [agent] }));
}

for (const [name, measure] of Object.entries(PARTS)) {
  if (named.length > 0 && !named.includes(name)) continue;
  await withScratch(async (folder) => {
    const home = join(folder, 'home');
    mkdirSync(home);
    writeAgents(home);
    const bench = await openApp(home);
    try {
      await bench.page.evaluate(pageTools());
      await measure(bench, folder);
    } finally {
      await bench.close();
    }
  });
}
