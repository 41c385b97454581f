import { parseArgs } from 'node:util';
import { runVitest } from '../lib/vitest.mjs';
import { setup } from '../setup.mjs';

/** `npm run test:attribution -- --runs N --seed S`: the authors of lines against git blame in N random histories. */
export default async function testAttribution(args) {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: { runs: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
  });
  process.env.COPPICE_ATTRIBUTION_RUNS = values.runs;
  process.env.COPPICE_ATTRIBUTION_SEED = values.seed;
  await setup('unit');
  return await runVitest('integration', ['tests/integration/attribution']);
}
