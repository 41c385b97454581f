import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { binOf } from './bin.mjs';
import { run } from './exec.mjs';
import { SetupError, say } from './log.mjs';
import { LOCAL_CACHE, ROOT } from './paths.mjs';

const INPUTS = ['src', 'resources', 'electron.vite.config.ts', 'package.json', 'package-lock.json'];
const STAMP = join(LOCAL_CACHE, 'build-inputs');

function* filesUnder(path) {
  if (!statSync(path).isDirectory()) yield path;
  else for (const name of readdirSync(path).sort()) yield* filesUnder(join(path, name));
}

/** Names, sizes and times are enough to notice an edit and cheap enough to ask at every start. */
function inputsHash() {
  const hash = createHash('sha256');
  for (const input of INPUTS.map((name) => join(ROOT, name)).filter((path) => existsSync(path))) {
    for (const file of filesUnder(input)) {
      const { size, mtimeMs } = statSync(file);
      hash.update(`${file}\0${size}\0${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

const isFresh = (hash) =>
  existsSync(join(ROOT, 'out/main/index.js')) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash;

/** Builds the app into out/, unless nothing has changed since the last build and `force` is false. */
export async function buildApp({ force = false } = {}) {
  const hash = inputsHash();
  if (!force && isFresh(hash)) return;
  say('building the app');
  rmSync(STAMP, { force: true });
  const code = await run(process.execPath, [binOf('electron-vite'), 'build', '--logLevel', 'warn']);
  if (code !== 0) throw new SetupError('The build failed; its message is above.');
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, hash);
}
