import { runVitest } from '../lib/vitest.mjs';
import { setup } from '../setup.mjs';

/** `npm run test:integration [-- vitest arguments]`: real git, SQLite and processes, no window. */
export default async function testIntegration(args) {
  await setup('unit');
  return await runVitest('integration', args);
}
