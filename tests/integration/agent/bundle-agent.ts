import { mkdtemp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'vite';

const ROOT = resolve(import.meta.dirname, '../../..');

/** Builds the agent program as the app ships it, but into a fresh folder; returns its entry file. */
export async function bundleAgent(): Promise<string> {
  // Inside the project, so that what stays external is found in node_modules.
  const outDir = await mkdtemp(join(ROOT, 'node_modules/.agent-test-'));
  await build({
    configFile: false,
    logLevel: 'error',
    root: ROOT,
    build: {
      ssr: resolve(ROOT, 'src/agent/index.ts'),
      outDir,
      target: 'node20.18',
      minify: false,
      rollupOptions: { output: { entryFileNames: 'agent.mjs', chunkFileNames: 'chunks/[name]-[hash].mjs' } },
    },
    ssr: { noExternal: true },
  });
  return join(outDir, 'agent.mjs');
}
