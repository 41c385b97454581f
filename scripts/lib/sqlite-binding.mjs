import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';

/** Lowest Node-API version that can load the binary better-sqlite3 ships. */
export const PREBUILD_NAPI = 10;

/** Where the rebuilt binding for runtimes of Node-API 8 and 9 is kept (absolute path). */
export function compatBindingPath() {
  const { version } = JSON.parse(
    readFileSync(join(ROOT, 'node_modules/better-sqlite3/package.json'), 'utf8'),
  );
  return join(ROOT, 'node_modules/.cache/coppice', `better-sqlite3-${version}-napi8.node`);
}

/** The binding a runtime must be told to load, or undefined when the shipped one fits it. */
export function sqliteBinding(napi = Number(process.versions.napi)) {
  if (napi >= PREBUILD_NAPI) return undefined;
  const path = compatBindingPath();
  return existsSync(path) ? path : undefined;
}
