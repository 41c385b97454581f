import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const ROOT = import.meta.dirname;

/** Programs that run in a Node of their own, each built to out/main/<name>.js. */
const MAIN_ENTRIES = {
  index: 'src/main/index.ts',
  'iso-worker': 'src/main/git/reader/iso-worker.ts',
  'search-thread': 'src/main/git/changes/search-thread.ts',
  'long-line-thread': 'src/main/services/backends/acp/long-line-thread.ts',
  'git-helper': 'src/main/git/git-helper-program.ts',
  'watch-helper': 'src/main/services/watch/watch-program.ts',
  'backup-thread': 'src/main/store/backup-thread.ts',
  'disk-thread': 'src/main/services/disk/disk-thread.ts',
  agent: 'src/agent/index.ts',
};

function presentEntries(entries: Record<string, string>): Record<string, string> {
  const present = Object.entries(entries).filter(([, file]) => existsSync(resolve(ROOT, file)));
  return Object.fromEntries(present.map(([name, file]) => [name, resolve(ROOT, file)]));
}

/** Vite's dev server injects <style> and talks over a WebSocket; the built page allows neither. */
function relaxCspInDev(): Plugin {
  return {
    name: 'relax-csp-in-dev',
    apply: 'serve',
    transformIndexHtml: (html) =>
      html
        .replace(/style-src 'self'/, "style-src 'self' 'unsafe-inline'")
        .replace(/script-src 'self'/, "script-src 'self' 'unsafe-inline'")
        .replace(/connect-src 'self'/, "connect-src 'self' ws:"),
  };
}

export default defineConfig({
  main: {
    build: {
      // Electron's newest stable and the older one used where its download is out of reach share this floor.
      target: 'node20.18',
      sourcemap: true,
      rollupOptions: {
        input: presentEntries(MAIN_ENTRIES),
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: 'node20.18',
      // A sandboxed preload cannot require packages or load ES modules: one CommonJS file.
      externalizeDeps: false,
      rollupOptions: {
        input: { index: resolve(ROOT, 'src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    plugins: [react(), relaxCspInDev()],
    build: { target: 'chrome130', sourcemap: true },
    worker: { format: 'es' },
  },
});
