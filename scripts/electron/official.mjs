// The Electron of package.json, downloaded by its own installer into node_modules/electron/dist.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runQuietly } from '../lib/exec.mjs';
import { say } from '../lib/log.mjs';
import { LOCAL_CACHE, ROOT } from '../lib/paths.mjs';

const DOWNLOAD_TIMEOUT_MS = 180_000;
const RETRY_AFTER_MS = 24 * 60 * 60_000;
const PACKAGE = join(ROOT, 'node_modules/electron');
const FAILURE_NOTE = join(LOCAL_CACHE, 'electron-download-failed');

/** The version package.json pins. */
export function pinnedElectron() {
  return JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')).version;
}

/** The downloaded Electron, or undefined when it is missing, broken or of another version. */
export function findOfficial() {
  const versionFile = join(PACKAGE, 'dist/version');
  const pathFile = join(PACKAGE, 'path.txt');
  if (!existsSync(versionFile) || !existsSync(pathFile)) return undefined;
  const version = readFileSync(versionFile, 'utf8').trim().replace(/^v/, '');
  const exec = join(PACKAGE, 'dist', readFileSync(pathFile, 'utf8'));
  if (version !== pinnedElectron() || !existsSync(exec)) return undefined;
  return { source: 'official', version, exec, dist: join(PACKAGE, 'dist') };
}

/** Whether a download failed so recently that a working fallback should be used without a new attempt. */
export function failedRecently() {
  return existsSync(FAILURE_NOTE) && Date.now() - statSync(FAILURE_NOTE).mtimeMs < RETRY_AFTER_MS;
}

/** Downloads the pinned Electron. Resolves to undefined, or to the reason it failed. */
export async function downloadOfficial() {
  say(`downloading Electron ${pinnedElectron()} (about 120 MB, once)`);
  const env = { ...process.env };
  delete env.ELECTRON_OVERRIDE_DIST_PATH;
  const result = await runQuietly('downloading Electron', process.execPath, [join(PACKAGE, 'install.js')], {
    env,
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
  });
  if (result.code === 0 && findOfficial()) {
    rmSync(FAILURE_NOTE, { force: true });
    return undefined;
  }
  const reason = result.timedOut
    ? `no end after ${DOWNLOAD_TIMEOUT_MS / 1000} s`
    : (result.output.split('\n').find((line) => /error/i.test(line)) ?? `exit code ${result.code}`).trim();
  mkdirSync(dirname(FAILURE_NOTE), { recursive: true });
  writeFileSync(FAILURE_NOTE, `${reason}\n`);
  return reason;
}
