// Brings a fresh clone to where it can build, run and be tested. Doing it again takes about a second.
import { PREBUILD_NAPI, sqliteBinding } from './lib/sqlite-binding.mjs';
import { ensureNpmPackages } from './setup/npm-packages.mjs';
import { ensureSystemPackages } from './setup/system-packages.mjs';

const SYSTEM_PACKAGES = { app: ['app'], demo: ['app', 'display'], test: ['app', 'display', 'tests'] };

/**
 * `purpose`: 'check' (npm packages), 'unit' (and SQLite), 'app' (and Electron), 'demo' (and a virtual display) or
 * 'test' (and what the desktop tests use). Resolves to { electron, env }, both undefined without Electron.
 */
export async function setup(purpose) {
  await ensureNpmPackages();
  if (purpose === 'check') return {};
  if (purpose === 'unit') {
    await setUpSqlite(Number(process.versions.napi));
    return {};
  }
  const { ensureElectron, electronEnv, napiOf } = await import('./ensure-electron.mjs');
  const electron = await ensureElectron();
  await ensureSystemPackages(SYSTEM_PACKAGES[purpose], electron.exec);
  const napi = await napiOf(electron);
  await setUpSqlite(purpose === 'test' ? Math.min(napi, Number(process.versions.napi)) : napi);
  return { electron, env: electronEnv(electron, napi) };
}

/** `napi` is the oldest Node-API version that will open the database. */
async function setUpSqlite(napi) {
  if (napi >= PREBUILD_NAPI || sqliteBinding(napi)) return;
  const { compatIsCached, ensureSqliteCompat } = await import('./build-sqlite-compat.mjs');
  if (!compatIsCached()) await ensureSystemPackages(['build']);
  await ensureSqliteCompat();
}
