import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { binOf } from './bin.mjs';
import { runOnPrivateDesktop } from './display.mjs';
import { ROOT } from './paths.mjs';
import { resultsFile } from './test-results.mjs';

/** Tests that need Chromium's sandbox, which root cannot have, carry this tag in their title. */
export const SANDBOX_TAG = '@sandbox';

/** What the halves of a whole run are called; each leaves a report of its own. */
export const E2E_SHARDS = ['e2e-1', 'e2e-2'];

/**
 * Runs Playwright on a private desktop. As root the sandbox tests are left to runSandboxE2e. All tests, where there is
 * a desktop for each, run in two halves beside each other: an app that is driven leaves half of two processors idle.
 */
export async function runE2e(env, args) {
  const whole = args.length === 0 && process.platform === 'linux';
  for (const name of ['e2e', ...E2E_SHARDS]) rmSync(resultsFile(name), { force: true });
  if (!whole) return await runOne(env, 'e2e', args);
  const codes = await Promise.all(
    E2E_SHARDS.map((name, index) => runOne(env, name, [`--shard=${index + 1}/${E2E_SHARDS.length}`])),
  );
  return codes.find((code) => code !== 0) ?? 0;
}

async function runOne(env, name, args) {
  const filter = process.getuid?.() === 0 ? ['--grep-invert', SANDBOX_TAG] : [];
  const command = [process.execPath, binOf('@playwright/test', 'playwright'), 'test', ...filter, ...args];
  return await runOnPrivateDesktop(command, {
    ...env,
    COPPICE_E2E_JSON: resultsFile(name),
    COPPICE_E2E_OUTPUT: join(ROOT, 'test-results', name),
  });
}
