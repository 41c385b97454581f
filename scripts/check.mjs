// Types, lint and format, and the dependency rule: everything that needs no build. All run; any failure fails.
import { binOf } from './lib/bin.mjs';
import { run } from './lib/exec.mjs';
import { runMain, say } from './lib/log.mjs';

/** [title, script, its arguments, Node's own arguments]. */
const CHECKS = [
  ['types: main, agent, shared', binOf('typescript', 'tsc'), ['-p', 'tsconfig.node.json']],
  ['types: renderer', binOf('typescript', 'tsc'), ['-p', 'tsconfig.web.json']],
  ['types: preload, tests, configs', binOf('typescript', 'tsc'), ['-p', 'tsconfig.tests.json']],
  ['lint and format', binOf('@biomejs/biome', 'biome'), ['check', '--error-on-warnings', '.']],
  [
    'dependency rule',
    binOf('dependency-cruiser', 'depcruise'),
    ['--config', '.dependency-cruiser.cjs', 'src', '--output-type', 'err-long'],
    ['--import', './scripts/depcruise/resolve-typescript.mjs'],
  ],
];

await runMain(async () => {
  const failed = [];
  for (const [title, script, args, nodeArgs = []] of CHECKS) {
    say(title);
    if ((await run(process.execPath, [...nodeArgs, script, ...args])) !== 0) failed.push(title);
  }
  if (failed.length === 0) return 0;
  say(`failed: ${failed.join('; ')}`);
  return 1;
});
