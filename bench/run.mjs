// `npm run bench -- <name> [arguments]`: bundles one measurement with what it measures, and runs it in a Node of its own.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'vite';
import { buildApp } from '../scripts/lib/build.mjs';
import { runOnPrivateDesktop } from '../scripts/lib/display.mjs';
import { run } from '../scripts/lib/exec.mjs';
import { LOCAL_CACHE, ROOT } from '../scripts/lib/paths.mjs';
import { sqliteBinding } from '../scripts/lib/sqlite-binding.mjs';
import { setup } from '../scripts/setup.mjs';

const NAMES = ['stream', 'git', 'attribution', 'store', 'start', 'line', 'soak', 'watch', 'panel'];
/** They measure the built app. */
const IN_APP = ['start', 'panel'];

const [name, ...args] = process.argv.slice(2);
if (!NAMES.includes(name)) {
  console.error(`Usage: npm run bench -- ${NAMES.join('|')} [arguments]; see docs/performance.md`);
  process.exitCode = 2;
} else if (IN_APP.includes(name)) {
  process.exitCode = await runInApp();
} else {
  const program = await bundle(name);
  process.exitCode = await run(process.execPath, ['--expose-gc', program, ...args], {
    env: benchEnv({ COPPICE_BENCH_GIT_HELPER: join(dirname(program), 'git-helper.mjs') }),
  });
}

function benchEnv(more = {}) {
  return { COPPICE_SQLITE_BINDING: sqliteBinding() ?? '', ...process.env, ...more, COPPICE_ROOT: ROOT };
}

/** The built app in real Electron, on a desktop of its own. */
async function runInApp() {
  const { electron, env } = await setup('test');
  await buildApp();
  const command = [process.execPath, await bundle(name), ...args];
  return await runOnPrivateDesktop(command, benchEnv({ ...env, COPPICE_BENCH_ELECTRON: electron.exec }));
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
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node20.18',
      minify: false,
      rollupOptions: {
        input: {
          [entry]: join(ROOT, 'bench', `${entry}.ts`),
          'git-helper': join(ROOT, 'src/main/git/git-helper-program.ts'),
          'watch-helper': join(ROOT, 'src/main/services/watch/watch-program.ts'),
          'page-tools': join(ROOT, 'bench/panel/page-tools.ts'),
        },
        output: { entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name]-[hash].mjs' },
      },
    },
  });
  return join(outDir, `${entry}.mjs`);
}
