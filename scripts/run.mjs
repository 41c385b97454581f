// `node scripts/run.mjs <task> [arguments]`: what the npm scripts call. Works in a fresh clone, with no packages.
import { missingPrerequisite } from './setup/prerequisites.mjs';

const TASKS = {
  setup: './tasks/setup.mjs',
  start: './tasks/start.mjs',
  dev: './tasks/dev.mjs',
  build: './tasks/build.mjs',
  check: './tasks/check.mjs',
  demo: './tasks/demo.mjs',
  test: './tasks/test.mjs',
  'test:unit': './tasks/test-unit.mjs',
  'test:integration': './tasks/test-integration.mjs',
  'test:e2e': './tasks/test-e2e.mjs',
  'test:agents': './tasks/test-agents.mjs',
  'test:histories': './tasks/test-histories.mjs',
  'test:faults': './tasks/test-faults.mjs',
};

// Called without npm, a `--` before the arguments is still there.
const [name, ...args] = process.argv.slice(2).filter((word, index) => index !== 1 || word !== '--');
const missing = missingPrerequisite();
if (missing) {
  console.error(`\n[coppice] ${missing}`);
  process.exitCode = 1;
} else if (!TASKS[name]) {
  console.error(`Usage: node scripts/run.mjs ${Object.keys(TASKS).join('|')}`);
  process.exitCode = 2;
} else {
  const { runMain } = await import('./lib/log.mjs');
  const task = await import(TASKS[name]);
  await runMain(() => task.default(args));
}
