import { runVitest } from '../lib/vitest.mjs';
import { setup } from '../setup.mjs';

/** `npm run test:unit [-- vitest arguments]`. */
export default async function testUnit(args) {
  await setup('unit');
  return await runVitest('unit', args);
}
