// Reads what the test runners wrote, so that the closing line counts tests that really ran.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';

/** Where the runner of one suite writes its JSON report (absolute path). */
export const resultsFile = (suite) => join(ROOT, 'test-results', `${suite}.json`);

/** The closing line of the last full run. */
export const SUMMARY_FILE = join(ROOT, 'test-results/summary.txt');

function countVitest(report) {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function countPlaywright({ stats, errors }) {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  };
}

/**
 * Counts of one suite: { passed, failed, skipped }. A suite that ended badly without a failed test in its report
 * (it crashed, found no tests, or never ran) counts as one failure.
 */
export function countSuite(suite, exitCode) {
  const none = { passed: 0, failed: 0, skipped: 0 };
  const file = resultsFile(suite);
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  let counts = none;
  if (report) counts = report.stats ? countPlaywright(report) : countVitest(report);
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
