// Builds better-sqlite3 for runtimes older than Node-API 10 (Node 20, Electron 33), which cannot load the binary
// it ships. The sources are the same; only the Node-API version they ask for differs.
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runQuietly } from './lib/exec.mjs';
import { runMain, SetupError, say } from './lib/log.mjs';
import { npmCommand } from './lib/npm.mjs';
import { LOCAL_CACHE, ROOT, USER_CACHE } from './lib/paths.mjs';
import { compatBindingPath } from './lib/sqlite-binding.mjs';

const SHIPPED_DEFINE = "'NAPI_VERSION=10'";
// better-sqlite3 keeps references to strings, which older runtimes grant only to modules that ask for the
// experimental Node-API. The other two keep finalizers on the signature that its sources use.
const COMPAT_DEFINES =
  "'NAPI_EXPERIMENTAL', 'NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT', 'NODE_API_EXPERIMENTAL_BASIC_ENV_OPT_OUT'";
const TRIAL =
  "new (require('better-sqlite3'))(':memory:', { nativeBinding: process.argv[1] }).prepare('select 1').get()";
const SOURCE = join(ROOT, 'node_modules/better-sqlite3');

function cachedBinding() {
  const musl = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
  const platform = `${process.platform}${musl ? 'musl' : ''}-${process.arch}`;
  return join(USER_CACHE, platform, basename(compatBindingPath()).replace('napi8', 'compat'));
}

/** Whether an earlier clone on this machine has built the binding already. */
export const compatIsCached = () => existsSync(cachedBinding());

/** Makes sure the compatible binding is at its path; builds it once per machine, as that takes minutes. */
export async function ensureSqliteCompat() {
  const target = compatBindingPath();
  if (existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  const cached = cachedBinding();
  if (!existsSync(cached)) {
    const built = await build();
    mkdirSync(dirname(cached), { recursive: true });
    copyFileSync(built, cached);
    rmSync(join(LOCAL_CACHE, 'sqlite-build'), { recursive: true, force: true });
  }
  copyFileSync(cached, target);
}

async function build() {
  say('building the SQLite binding for this Node (one to three minutes, once per machine)');
  const folder = copySources();
  const args = [await nodeGyp(), 'rebuild', '--release', '--force_build=1', `--jobs=max`, ...nodeHeaders()];
  const result = await runQuietly('building the SQLite binding', process.execPath, args, { cwd: folder });
  const built = join(folder, 'build/Release/better_sqlite3.node');
  if (result.code === 0 && existsSync(built)) return await tryOut(built);
  const tail = result.output.trim().split('\n').slice(-15).join('\n');
  throw new SetupError(
    `${tail}\n\nThe SQLite binding could not be built. It needs python3, make and a C++20 compiler: ` +
      'on Debian or Ubuntu run "apt-get install -y python3 make g++". ' +
      'Or use Node 22.14 or newer, which loads the ready-made one.',
  );
}

/** A binding that builds may still crash on load, so it is tried before it is kept. */
async function tryOut(built) {
  const result = await runQuietly('trying the SQLite binding', process.execPath, ['-e', TRIAL, built]);
  if (result.code === 0) return built;
  throw new SetupError(`The SQLite binding was built but does not load:\n${result.output.trim()}`);
}

function copySources() {
  const folder = join(LOCAL_CACHE, 'sqlite-build');
  rmSync(folder, { recursive: true, force: true });
  for (const name of ['binding.gyp', 'package.json', 'deps', 'lib', 'src']) {
    cpSync(join(SOURCE, name), join(folder, name), { recursive: true });
  }
  const gyp = readFileSync(join(folder, 'binding.gyp'), 'utf8');
  if (!gyp.includes(SHIPPED_DEFINE)) {
    throw new SetupError(
      'better-sqlite3 no longer asks for Node-API 10; scripts/build-sqlite-compat.mjs must follow.',
    );
  }
  writeFileSync(join(folder, 'binding.gyp'), gyp.replace(SHIPPED_DEFINE, COMPAT_DEFINES));
  return folder;
}

/** npm brings node-gyp with it. */
async function nodeGyp() {
  const [command, ...args] = npmCommand('root', '--global');
  const root = (await runQuietly('finding npm', command, args)).output.trim().split('\n').at(-1);
  const npmFolders = [join(root, 'npm')];
  if (process.env.npm_execpath) npmFolders.unshift(resolve(process.env.npm_execpath, '../..'));
  const script = npmFolders
    .map((folder) => join(folder, 'node_modules/node-gyp/bin/node-gyp.js'))
    .find((path) => existsSync(path));
  if (script) return script;
  throw new SetupError(
    `npm's own node-gyp is not in ${npmFolders.join(' or ')}. Install npm with "npm install -g npm", or use Node 22.14 or newer.`,
  );
}

/** Headers that came with Node, so nothing has to be downloaded; without them node-gyp fetches its own. */
function nodeHeaders() {
  const prefix = resolve(process.execPath, '../..');
  return existsSync(join(prefix, 'include/node/node_api.h')) ? [`--nodedir=${prefix}`] : [];
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await runMain(ensureSqliteCompat);
