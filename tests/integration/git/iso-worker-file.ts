import { join } from 'node:path';
import { build } from 'vite';

let built: Promise<string> | undefined;

/** The worker program as the app ships it: the one the test set-up built, or built here once. */
export function isoWorkerFile(): Promise<string> {
  const given = process.env.COPPICE_ISO_WORKER;
  built ??= given ? Promise.resolve(given) : bundle();
  return built;
}

async function bundle(): Promise<string> {
  const outDir = join(process.cwd(), 'node_modules/.cache/coppice-tests/git');
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir,
      ssr: join(process.cwd(), 'src/main/git/iso-worker.ts'),
      target: 'node20',
      rollupOptions: { output: { entryFileNames: `iso-worker-${process.pid}.js` } },
    },
  });
  return join(outDir, `iso-worker-${process.pid}.js`);
}
