import { join } from 'node:path';
import { buildApp } from '../lib/build.mjs';
import { runOnPrivateDesktop } from '../lib/display.mjs';
import { ROOT } from '../lib/paths.mjs';
import { setup } from '../setup.mjs';

/** `npm run demo`: the whole job in a real window on a virtual display. */
export default async function demo(args) {
  const { env } = await setup('demo');
  await buildApp();
  return await runOnPrivateDesktop([process.execPath, join(ROOT, 'scripts/demo.mjs'), ...args], env);
}
