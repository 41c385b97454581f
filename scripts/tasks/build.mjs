import { buildApp } from '../lib/build.mjs';
import { setup } from '../setup.mjs';

/** `npm run build`: always builds, changed or not. */
export default async function build() {
  await setup('check');
  await buildApp({ force: true });
}
