// Types, lint and format, and the dependency rule: everything that needs no build. All run; any failure fails.
import { binOf } from './lib/bin.mjs';
import { run } from './lib/exec.mjs';
import { runMain, say } from './lib/log.mjs';

const CHECKS = [
  ['types: main, agent, shared', 'typescript', 'tsc', ['-p', 'tsconfig.node.json']],
  ['types: renderer', 'typescript', 'tsc', ['-p', 'tsconfig.web.json']],
  ['types: preload, tests, configs', 'typescript', 'tsc', ['-p', 'tsconfig.tests.json']],
  ['lint and format', '@biomejs/biome', 'biome', ['check', '--error-on-warnings', '.']],
  [
    'dependency rule',
    'dependency-cruiser',
    'depcruise',
    ['--config', '.dependency-cruiser.cjs', 'src', '--output-type', 'err-long'],
  ],
];

await runMain(async () => {
  const failed = [];
  for (const [title, packageName, bin, args] of CHECKS) {
    say(title);
    if ((await run(process.execPath, [binOf(packageName, bin), ...args])) !== 0) failed.push(title);
  }
  if (failed.length === 0) return 0;
  say(`failed: ${failed.join('; ')}`);
  return 1;
});
