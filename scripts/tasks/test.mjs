import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { buildApp } from '../lib/build.mjs';
import { runE2e } from '../lib/e2e.mjs';
import { runFaults, SHORT } from '../lib/faults.mjs';
import { SetupError, say } from '../lib/log.mjs';
import { countSuite, failedTests, SUMMARY_FILE } from '../lib/test-results.mjs';
import { runVitest } from '../lib/vitest.mjs';
import { setup } from '../setup.mjs';
import check from './check.mjs';

/** Runs one step; a failure with a sentence of its own is shown and does not keep the other steps from running. */
async function attempt(step) {
  try {
    return (await step()) ?? 0;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n[coppice] ${error.message}`);
    return 1;
  }
}

/** Checks that are not suites of tests count as one test each only when they fail. */
const countStep = (code) => ({ passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 });

/** `npm test`: everything, in the order in which failures are cheapest. All steps run; any failure fails. */
export default async function test() {
  rmSync(SUMMARY_FILE, { force: true });
  const { env } = await setup('test');
  const results = [];
  const failures = [];
  const record = (name, code, counts) => results.push({ name, code, ...counts });
  const step = async (name, work) => {
    say(`== ${name}`);
    const code = await attempt(work);
    record(name, code, countStep(code));
    return code;
  };
  const suite = async (name, work) => {
    say(`== ${name}`);
    const code = await attempt(work);
    record(name, code, countSuite(name, code));
    if (code !== 0) failures.push(...failedTests(name));
  };

  await step('check', check);
  await suite('unit', () => runVitest('unit', []));
  await suite('integration', () => runVitest('integration', []));
  if ((await step('build', () => buildApp({ force: true }))) === 0) {
    await suite('e2e', () => runE2e(env, []));
    await suite('faults', () => runFaults(env, SHORT));
    if (process.getuid?.() === 0) {
      const { runSandboxE2e } = await import('../lib/sandbox-e2e.mjs');
      await suite('sandbox', () => runSandboxE2e(env));
    }
  }
  return summarize(results, failures);
}

/** Lines of a failure's message that are told again at the end, where a long log is read first. */
const MESSAGE_LINES = 15;

function summarize(results, failures) {
  for (const { name, message } of failures) {
    console.log(`\n[coppice] failed: ${name}\n${message.split('\n').slice(0, MESSAGE_LINES).join('\n')}`);
  }
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, code, passed, failed, skipped } of results) {
    say(`${name}: ${code === 0 ? 'ok' : 'FAILED'} (${passed} passed, ${failed} failed, ${skipped} skipped)`);
    total.passed += passed;
    total.failed += failed;
  }
  const line = `${total.passed} passed, ${total.failed} failed`;
  mkdirSync(dirname(SUMMARY_FILE), { recursive: true });
  writeFileSync(SUMMARY_FILE, `${line}\n`);
  console.log(line);
  return results.some(({ code }) => code !== 0) ? 1 : 0;
}
