import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from '../lib/exec.mjs';
import { SetupError, say } from '../lib/log.mjs';
import { npmCommand } from '../lib/npm.mjs';
import { LOCAL_CACHE, ROOT } from '../lib/paths.mjs';

const LOCKFILE = join(ROOT, 'package-lock.json');
const INSTALLED = join(ROOT, 'node_modules/.package-lock.json');
const STAMP = join(LOCAL_CACHE, 'lockfile-sha256');

const lockfileHash = () => createHash('sha256').update(readFileSync(LOCKFILE)).digest('hex');

/** npm writes its own record into node_modules after package-lock.json, so an `npm install` by hand counts. */
function isInstalled() {
  if (!existsSync(INSTALLED)) return false;
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lockfileHash()) return true;
  return statSync(INSTALLED).mtimeMs >= statSync(LOCKFILE).mtimeMs;
}

/** Installs the npm packages when there are none or package-lock.json has changed. */
export async function ensureNpmPackages() {
  if (!isInstalled()) {
    say('installing npm packages');
    const [command, ...args] = npmCommand('ci', '--no-audit', '--no-fund', '--loglevel=error');
    const result = await runQuietly('installing npm packages', command, args);
    if (result.code !== 0) {
      throw new SetupError(
        `${result.output.trim()}\n\nThe npm packages could not be installed. ` +
          'Check the connection (npm ping) and run the command again.',
      );
    }
  }
  mkdirSync(LOCAL_CACHE, { recursive: true });
  writeFileSync(STAMP, lockfileHash());
}
