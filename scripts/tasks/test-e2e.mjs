import { buildApp } from '../lib/build.mjs';
import { runE2e } from '../lib/e2e.mjs';
import { setup } from '../setup.mjs';

/** `npm run test:e2e [-- Playwright arguments]`: the built app in real windows on a virtual display. */
export default async function testE2e(args) {
  const { env } = await setup('test');
  await buildApp();
  return await runE2e(env, args);
}
