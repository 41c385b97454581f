import { parseArgs } from 'node:util';
import { SetupError } from '../lib/log.mjs';
import { runVitest } from '../lib/vitest.mjs';
import { setup } from '../setup.mjs';

const SUITES = ['tests/integration/attribution', '.property.test.ts'];

/**
 * `npm run test:histories -- --runs N --seed S`: authors, decisions, rewinds, checkpoints and integrations in random
 * histories; N of them are compared with git blame, and an eighth of N go through each of the others.
 */
export default async function testHistories(args) {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: { runs: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
  });
  for (const [name, value] of Object.entries(values)) {
    if (!(Number(value) >= 1)) throw new SetupError(`--${name} is "${value}"; give a number from 1 on.`);
  }
  process.env.COPPICE_HISTORY_RUNS = values.runs;
  process.env.COPPICE_HISTORY_SEED = values.seed;
  await setup('unit');
  return await runVitest('integration', SUITES);
}
