import { binOf } from '../lib/bin.mjs';
import { run } from '../lib/exec.mjs';
import { say } from '../lib/log.mjs';
import { setup } from '../setup.mjs';

/** [title, script, its arguments, Node's own arguments]. */
const checks = () => [
  ['types: main, agent, shared', binOf('typescript', 'tsc'), ['-p', 'tsconfig.node.json']],
  ['types: renderer', binOf('typescript', 'tsc'), ['-p', 'tsconfig.web.json']],
  ['types: preload, tests, configs', binOf('typescript', 'tsc'), ['-p', 'tsconfig.tests.json']],
  ['types: benchmarks', binOf('typescript', 'tsc'), ['-p', 'bench/tsconfig.json', '--noEmit']],
  ['lint and format', binOf('@biomejs/biome', 'biome'), ['check', '--error-on-warnings', '.']],
  [
    'dependency rule',
    binOf('dependency-cruiser', 'depcruise'),
    ['--config', '.dependency-cruiser.cjs', 'src', '--output-type', 'err-long'],
    ['--import', './scripts/depcruise/resolve-typescript.mjs'],
  ],
];

/** `npm run check`: types, lint and format, and the dependency rule. All run; any failure fails. */
export default async function check() {
  await setup('check');
  const failed = [];
  for (const [title, script, args, nodeArgs = []] of checks()) {
    say(title);
    if ((await run(process.execPath, [...nodeArgs, script, ...args])) !== 0) failed.push(title);
  }
  if (failed.length === 0) return 0;
  say(`failed: ${failed.join('; ')}`);
  return 1;
}
