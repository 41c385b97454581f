import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

const ROOT = join(import.meta.dirname, '../..');
const OUT = join(ROOT, 'node_modules/.cache/coppice/test-programs');

/** Environment variable that names the built program -> [its name, its source]. */
const PROGRAMS = {
  COPPICE_BACKUP_THREAD: ['backup-thread', 'src/main/store/backup-thread.ts'],
  COPPICE_DISK_THREAD: ['disk-thread', 'src/main/services/disk/disk-thread.ts'],
  COPPICE_AGENT_ENTRY: ['agent', 'src/agent/index.ts'],
  COPPICE_CUT_SHORT: ['cut-short', 'tests/integration/cut-short/cut-short-program.ts'],
  COPPICE_DOOMED_HOST: ['doomed-host', 'tests/integration/processes/doomed-host.ts'],
  COPPICE_GIT_HELPER: ['git-helper', 'src/main/git/git-helper-program.ts'],
  COPPICE_SEARCH_THREAD: ['search-thread', 'src/main/git/changes/search-thread.ts'],
  COPPICE_LONG_LINE_THREAD: ['long-line-thread', 'src/main/services/backends/acp/long-line-thread.ts'],
  COPPICE_ISO_WORKER: ['iso-worker', 'src/main/git/reader/iso-worker.ts'],
  COPPICE_WATCH_HELPER: ['watch-helper', 'src/main/services/watch/watch-program.ts'],
} as const;

/** Builds the programs that tests start as processes or threads of their own, as the app's build would. */
export default async function setup(): Promise<void> {
  for (const [variable, [name, source]] of Object.entries(PROGRAMS)) {
    const entry = join(ROOT, source);
    if (!existsSync(entry)) continue;
    await build({
      configFile: false,
      root: ROOT,
      logLevel: 'error',
      build: {
        ssr: true,
        target: 'node20.18',
        outDir: join(OUT, name),
        emptyOutDir: true,
        rollupOptions: { input: { [name]: entry }, output: { format: 'es', entryFileNames: '[name].js' } },
      },
    });
    process.env[variable] = join(OUT, name, `${name}.js`);
  }
}
