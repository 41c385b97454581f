// What Electron and the tests need from the operating system. On Debian and Ubuntu as root it is installed;
// elsewhere the one command to run is named, and only when something is really missing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { runQuietly } from '../lib/exec.mjs';
import { SetupError, say } from '../lib/log.mjs';

/** Debian package -> command it provides; the libraries provide none and are looked for with ldd. */
const GROUPS = {
  app: { 'libgtk-3-0': null, libnss3: null, libasound2: null, libgbm1: null },
  display: { xvfb: 'xvfb-run', xauth: 'xauth', 'dbus-daemon': 'dbus-run-session' },
  tests: {
    'xfce4-panel': 'xfce4-panel',
    'libglib2.0-bin': 'gdbus',
    imagemagick: 'import',
    xdotool: 'xdotool',
    dunst: 'dunst',
    systemd: 'busctl',
  },
  build: { python3: 'python3', make: 'make', 'g++': 'g++' },
};

const isDebian = () => existsSync('/usr/bin/apt-get') && existsSync('/usr/bin/dpkg-query');

function onPath(command) {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}

/** Shared libraries the Electron binary asks for and the system does not have. */
function missingLibraries(electronExec) {
  const ldd = spawnSync('ldd', [electronExec], {
    encoding: 'utf8',
    env: { ...process.env, LD_LIBRARY_PATH: dirname(electronExec) },
  });
  return [...(ldd.stdout ?? '').matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]);
}

function missingPackages(groups, electronExec) {
  const missing = [];
  for (const group of groups) {
    if (group === 'app') {
      if (electronExec && missingLibraries(electronExec).length > 0) missing.push(...Object.keys(GROUPS.app));
      continue;
    }
    for (const [name, command] of Object.entries(GROUPS[group])) if (!onPath(command)) missing.push(name);
  }
  return missing;
}

/** Newer releases renamed some libraries (libasound2t64): takes the name this release can install. */
function nameHere(name) {
  const policy = spawnSync('apt-cache', ['policy', name, `${name}t64`], { encoding: 'utf8' }).stdout ?? '';
  const installable = [...policy.matchAll(/^(\S+):\n.*\n\s+Candidate: (\S+)/gm)].filter(
    (m) => m[2] !== '(none)',
  );
  return installable[0]?.[1] ?? name;
}

/**
 * Makes sure the named groups ('app', 'display', 'tests', 'build') are there. `electronExec` is the binary
 * whose libraries group 'app' looks for. Throws a SetupError that names the command when it cannot install.
 */
export async function ensureSystemPackages(groups, electronExec) {
  if (process.platform !== 'linux') return;
  const missing = missingPackages(groups, electronExec);
  if (missing.length === 0) return;
  if (!isDebian()) {
    throw new SetupError(
      `These are missing: ${nameMissing(missing, electronExec)}. Install them with your package manager ` +
        `(their Debian names are ${missing.join(' ')}) and run the command again.`,
    );
  }
  if (process.getuid() !== 0) {
    throw new SetupError(
      `Some system packages are missing. Run this once, then the command again:\n\n` +
        `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing.map(nameHere).join(' ')}`,
    );
  }
  await install(missing);
  const left = missingPackages(groups, electronExec);
  if (left.length > 0) {
    throw new SetupError(
      `Still missing after the installation: ${nameMissing(left, electronExec)}. Install them by hand.`,
    );
  }
}

function nameMissing(missing, electronExec) {
  const libraries = electronExec ? missingLibraries(electronExec) : [];
  const commands = Object.assign({}, GROUPS.display, GROUPS.tests, GROUPS.build);
  return [...libraries, ...missing.map((name) => commands[name]).filter(Boolean)].join(', ');
}

async function install(missing) {
  say('reading the list of system packages');
  const update = await aptGet('reading the list of system packages', 'update', '-qq');
  const names = missing.map(nameHere);
  say(`installing system packages: ${names.join(' ')}`);
  const args = ['install', '-y', '--no-install-recommends', ...names];
  const result = await aptGet('installing system packages', ...args);
  if (result.code === 0) return;
  throw new SetupError(
    `${update.code === 0 ? '' : update.output}${result.output.trim().split('\n').slice(-5).join('\n')}\n\n` +
      `The system packages could not be installed. Run "apt-get ${args.join(' ')}" to see why.`,
  );
}

const aptGet = (label, ...args) =>
  runQuietly(label, 'apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
