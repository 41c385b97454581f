// `npm run bench -- <name> [arguments]`: bundles one measurement with what it measures, and runs it in a Node of its own.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { run } from '../scripts/lib/exec.mjs';
import { LOCAL_CACHE, ROOT } from '../scripts/lib/paths.mjs';
import { sqliteBinding } from '../scripts/lib/sqlite-binding.mjs';

const NAMES = ['stream', 'git', 'store', 'start', 'line'];

const [name, ...args] = process.argv.slice(2);
if (!NAMES.includes(name)) {
  console.error(`Usage: npm run bench -- ${NAMES.join('|')} [arguments]; see docs/performance.md`);
  process.exitCode = 2;
} else {
  process.exitCode = await run(process.execPath, ['--expose-gc', await bundle(name), ...args], {
    env: { COPPICE_SQLITE_BINDING: sqliteBinding() ?? '', ...process.env, COPPICE_ROOT: ROOT },
  });
}

/** Builds bench/<name>.ts for Node, as the app is built for it; returns the file. Packages stay in node_modules. */
async function bundle(entry) {
  const outDir = join(LOCAL_CACHE, 'bench', entry);
  mkdirSync(outDir, { recursive: true });
  await build({
    configFile: false,
    logLevel: 'error',
    root: ROOT,
    build: {
      ssr: join(ROOT, 'bench', `${entry}.ts`),
      outDir,
      emptyOutDir: true,
      target: 'node20.18',
      minify: false,
      rollupOptions: {
        output: { entryFileNames: `${entry}.mjs`, chunkFileNames: 'chunks/[name]-[hash].mjs' },
      },
    },
  });
  return join(outDir, `${entry}.mjs`);
}
