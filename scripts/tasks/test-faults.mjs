import { parseArgs } from 'node:util';
import { binOf } from '../lib/bin.mjs';
import { buildApp } from '../lib/build.mjs';
import { runOnPrivateDesktop } from '../lib/display.mjs';
import { SetupError } from '../lib/log.mjs';
import { setup } from '../setup.mjs';

/** `npm run test:faults [-- --seed N --minutes M --steps K]`: the built app under a seeded schedule of faults. */
export default async function testFaults(args) {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: '1' },
      minutes: { type: 'string', default: '1' },
      steps: { type: 'string', default: '60' },
    },
  });
  for (const [name, value] of Object.entries(values)) {
    if (!(Number(value) >= 0)) throw new SetupError(`--${name} is "${value}"; give a number.`);
  }
  const { env } = await setup('test');
  await buildApp();
  const config = ['--config', 'tests/faults/playwright.config.ts'];
  return await runOnPrivateDesktop(
    [process.execPath, binOf('@playwright/test', 'playwright'), 'test', ...config],
    {
      ...env,
      COPPICE_FAULTS_SEED: values.seed,
      COPPICE_FAULTS_MINUTES: values.minutes,
      COPPICE_FAULTS_STEPS: values.steps,
    },
  );
}
