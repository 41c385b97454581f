import { rmSync } from 'node:fs';
import { binOf } from './bin.mjs';
import { runOnPrivateDesktop } from './display.mjs';
import { resultsFile } from './test-results.mjs';

/** What `npm test` runs: one round of a seed that holds most kinds of steps, well under 90 seconds. */
export const SHORT = { seed: '4367', minutes: '0', steps: '22' };

/** Runs the app under a seeded schedule of faults, on a private desktop. Resolves to the exit code. */
export async function runFaults(env, { seed, minutes, steps }) {
  const json = resultsFile('faults');
  rmSync(json, { force: true });
  const config = ['--config', 'tests/faults/playwright.config.ts'];
  return await runOnPrivateDesktop(
    [process.execPath, binOf('@playwright/test', 'playwright'), 'test', ...config],
    {
      ...env,
      COPPICE_FAULTS_JSON: json,
      COPPICE_FAULTS_SEED: seed,
      COPPICE_FAULTS_MINUTES: minutes,
      COPPICE_FAULTS_STEPS: steps,
    },
  );
}
