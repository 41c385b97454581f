// The preload takes only types from src/shared: a value would pull its whole module into the sandboxed script.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runMain, say } from './lib/log.mjs';
import { ROOT } from './lib/paths.mjs';

const FOLDER = join(ROOT, 'src/preload');
const VALUE_FROM_SHARED =
  /^[ \t]*(?:import|export)\s+(?!type\b)[^'";]*?from\s*['"][^'"]*\/shared\/[^'"]*['"]|^[ \t]*import\s*['"][^'"]*\/shared\/[^'"]*['"]|\bimport\(\s*['"][^'"]*\/shared\/[^'"]*['"]/gm;

await runMain(() => {
  const files = readdirSync(FOLDER, { recursive: true }).filter((name) => /\.tsx?$/.test(name));
  let found = 0;
  for (const file of files) {
    const source = readFileSync(join(FOLDER, file), 'utf8');
    for (const match of source.matchAll(VALUE_FROM_SHARED)) {
      const line = source.slice(0, match.index).split('\n').length;
      console.error(`src/preload/${file}:${line} takes a value from src/shared; use "import type".`);
      found += 1;
    }
  }
  if (found === 0) say(`${files.length} preload file(s) take only types from shared`);
  return found === 0 ? 0 : 1;
});
