import { runVitest } from '../lib/vitest.mjs';
import { setup } from '../setup.mjs';

/**
 * `npm run test:agents [-- claude codex ... -t "title"]`: agents of other makers, as far as they are installed, with a scripted
 * model on loopback. All known ones without names. COPPICE_TEST_AGENTS_PATH: folders to look in before the PATH.
 */
export default async function testAgents(args) {
  await setup('unit');
  const isOption = (arg) => arg.startsWith('-');
  const first = args.findIndex(isOption);
  process.env.COPPICE_TEST_AGENTS = (first < 0 ? args : args.slice(0, first)).join(',');
  return await runVitest('agents', first < 0 ? [] : args.slice(first));
}
