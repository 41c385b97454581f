// Kept to syntax and modules that old versions of Node have, as it must run there to say that they are too old.
import { spawnSync } from 'node:child_process';

const OLDEST_NODE = [20, 19];

/** The sentence that names what is missing and how to get it, or undefined when all is there. */
export function missingPrerequisite(nodeVersion = process.versions.node) {
  const [major, minor] = nodeVersion.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    return `Coppice needs Node ${OLDEST_NODE.join('.')} or newer and this is ${nodeVersion}. Install a newer one from https://nodejs.org and run the command again.`;
  }
  if (spawnSync('git', ['--version']).error) return `Coppice needs git and finds none. ${howToGetGit()}`;
  return undefined;
}

function howToGetGit() {
  if (process.platform === 'darwin') return 'Run "xcode-select --install" and try again.';
  if (process.platform === 'win32') return 'Install it from https://git-scm.com and open a new terminal.';
  return 'Install it with your package manager (Debian, Ubuntu: "apt-get install -y git") and try again.';
}
