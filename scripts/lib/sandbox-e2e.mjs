// As root Chromium has no sandbox, so the tests of it run as a user made for them.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { binOf } from './bin.mjs';
import { underXvfb } from './display.mjs';
import { SANDBOX_TAG } from './e2e.mjs';
import { run } from './exec.mjs';
import { SetupError, say } from './log.mjs';
import { ROOT } from './paths.mjs';
import { resultsFile } from './test-results.mjs';

const USER = 'coppice-e2e';
const HOME = `/home/${USER}`;
const PASSED_ON = /^(PATH|LANG|LC_|CI$|ELECTRON_|COPPICE_)/;

const asUser = (command) => ['runuser', '-u', USER, '--', ...command];

function ensureUser() {
  if (spawnSync('id', [USER]).status === 0) return;
  say(`making the user ${USER} for the sandbox test`);
  const made = spawnSync('useradd', ['--create-home', '--home-dir', HOME, USER], { encoding: 'utf8' });
  if (made.status !== 0) {
    throw new SetupError(
      `The user ${USER} could not be made: ${made.stderr}Run "useradd -m ${USER}" to see why.`,
    );
  }
}

function checkReadable(paths) {
  for (const path of paths) {
    const [command, ...args] = asUser(['test', '-r', path]);
    if (spawnSync(command, args).status === 0) continue;
    throw new SetupError(
      `The sandbox test runs as ${USER}, who cannot read ${path}. ` +
        'Put the repository where every user can read (not under /root), or set ELECTRON_FALLBACK_CACHE to such a folder.',
    );
  }
}

/** Runs the @sandbox tests as the user of their own. Resolves to Playwright's exit code. */
export async function runSandboxE2e(env) {
  ensureUser();
  checkReadable([join(ROOT, 'out/main/index.js'), env.ELECTRON_EXEC_PATH, process.execPath]);
  const work = join(HOME, 'results');
  rmSync(work, { recursive: true, force: true });
  const json = join(work, 'sandbox.json');
  const passedOn = Object.fromEntries(Object.entries(env).filter(([name]) => PASSED_ON.test(name)));
  const userEnv = { ...passedOn, HOME, USER, COPPICE_E2E_JSON: json, COPPICE_E2E_OUTPUT: join(work, 'e2e') };
  const playwright = [
    process.execPath,
    binOf('@playwright/test', 'playwright'),
    'test',
    '--grep',
    SANDBOX_TAG,
  ];
  const [first, ...rest] = asUser(underXvfb(['dbus-run-session', '--', ...playwright]));
  const code = await run(first, rest, { env: userEnv });
  const target = resultsFile('sandbox');
  rmSync(target, { force: true });
  mkdirSync(dirname(target), { recursive: true });
  if (existsSync(json)) copyFileSync(json, target);
  return code;
}
