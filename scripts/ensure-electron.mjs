// Finds or fetches an Electron to run. `node scripts/ensure-electron.mjs [command args...]` runs the command
// with that Electron in its environment. ELECTRON_FALLBACK=auto|never|always decides about the older one.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fallbackFits, findFallback, prepareFallback } from './electron/fallback.mjs';
import { downloadOfficial, failedRecently, findOfficial, pinnedElectron } from './electron/official.mjs';
import { run, runQuietly } from './lib/exec.mjs';
import { runMain, SetupError, say } from './lib/log.mjs';
import { PREBUILD_NAPI, sqliteBinding } from './lib/sqlite-binding.mjs';

/** Resolves to { source: 'official' | 'fallback' | 'override', version, exec, dist }, fetching if it must. */
export async function ensureElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return describeOverride(override);
  const policy = process.env.ELECTRON_FALLBACK ?? 'auto';
  if (!['auto', 'never', 'always'].includes(policy)) {
    throw new SetupError(`ELECTRON_FALLBACK is "${policy}"; set it to auto, never or always.`);
  }
  if (policy === 'always') return findFallback() ?? (await fallbackOrFail('ELECTRON_FALLBACK=always'));
  const official = findOfficial();
  if (official) return official;
  if (policy === 'auto' && failedRecently() && findFallback()) return findFallback();
  const reason = await downloadOfficial();
  if (!reason) return findOfficial();
  if (policy === 'never') throw downloadFailed(reason);
  say(`Electron ${pinnedElectron()} could not be downloaded (${reason})`);
  say('going on with an older Electron that does for development and tests');
  return findFallback() ?? (await fallbackOrFail(reason));
}

async function fallbackOrFail(reason) {
  if (!fallbackFits) throw downloadFailed(reason);
  return await prepareFallback();
}

function downloadFailed(reason) {
  return new SetupError(
    `Electron ${pinnedElectron()} could not be downloaded (${reason}).\n` +
      'Check the connection or proxy, or set ELECTRON_MIRROR to a mirror you can reach, and run the command again.',
  );
}

function describeOverride(dist) {
  const exec = join(dist, process.platform === 'win32' ? 'electron.exe' : 'electron');
  if (existsSync(exec)) return { source: 'override', version: 'of your choice', exec, dist };
  throw new SetupError(
    `ELECTRON_OVERRIDE_DIST_PATH is ${dist}, but there is no Electron in it. Unset it or correct it.`,
  );
}

/** The Node-API version of an Electron's own Node. */
export async function napiOf(electron) {
  const result = await runQuietly('asking Electron', electron.exec, ['-p', 'process.versions.napi'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  const napi = Number(result.output.trim().split('\n').at(-1));
  if (result.code === 0 && napi > 0) return napi;
  throw new SetupError(`${electron.exec} does not start: ${result.output.trim()}`);
}

/** The environment for programs that start this Electron: electron-vite, Playwright, or Electron itself. */
export function electronEnv(electron, napi) {
  const env = { ...process.env, ELECTRON_EXEC_PATH: electron.exec };
  if (electron.source !== 'official') env.ELECTRON_OVERRIDE_DIST_PATH = electron.dist;
  delete env.ELECTRON_RUN_AS_NODE;
  const binding = napi < PREBUILD_NAPI ? sqliteBinding(napi) : undefined;
  if (binding) env.COPPICE_SQLITE_BINDING = binding;
  return env;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(async () => {
    const electron = await ensureElectron();
    const [command, ...args] = process.argv.slice(2);
    if (command) return await run(command, args, { env: electronEnv(electron, await napiOf(electron)) });
    say(`Electron ${electron.version} (${electron.source}): ${electron.exec}`);
    return 0;
  });
}
