import { rmSync } from 'node:fs';
import { binOf } from './bin.mjs';
import { runOnPrivateDesktop } from './display.mjs';
import { resultsFile } from './test-results.mjs';

/** Tests that need Chromium's sandbox, which root cannot have, carry this tag in their title. */
export const SANDBOX_TAG = '@sandbox';

/** Runs Playwright on a private desktop. As root the sandbox tests are left to runSandboxE2e. */
export async function runE2e(env, args) {
  const json = resultsFile('e2e');
  rmSync(json, { force: true });
  const filter = process.getuid?.() === 0 ? ['--grep-invert', SANDBOX_TAG] : [];
  const command = [process.execPath, binOf('@playwright/test', 'playwright'), 'test', ...filter, ...args];
  return await runOnPrivateDesktop(command, { ...env, COPPICE_E2E_JSON: json });
}
