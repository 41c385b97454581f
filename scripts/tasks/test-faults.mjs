import { parseArgs } from 'node:util';
import { buildApp } from '../lib/build.mjs';
import { runFaults } from '../lib/faults.mjs';
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
  return await runFaults(env, values);
}
