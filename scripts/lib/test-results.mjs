// Reads what the test runners wrote, so that the closing line counts tests that really ran.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
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

function failedInVitest(report) {
  return report.testResults
    .filter((file) => file.status === 'failed')
    .flatMap((file) => {
      const failed = file.assertionResults.filter((test) => test.status === 'failed');
      const said = failed.map((test) => ({ name: test.fullName, message: test.failureMessages.join('\n') }));
      const rows = said.length > 0 ? said : [{ name: 'the file itself', message: file.message }];
      return rows.map((row) => ({ ...row, name: `${relative(ROOT, file.name)} > ${row.name}` }));
    });
}

function failedInPlaywright({ suites, errors }) {
  const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
  const failed = suites.flatMap(specs).filter((spec) => !spec.ok);
  const message = (spec) =>
    spec.tests.flatMap((test) =>
      test.results.flatMap((result) => result.errors.map((error) => error.message)),
    );
  return [
    ...failed.map((spec) => ({ name: `${spec.file} > ${spec.title}`, message: message(spec).join('\n') })),
    ...errors.map((error) => ({ name: 'outside a test', message: error.message ?? String(error.value) })),
  ];
}

const readReport = (suite) => {
  const file = resultsFile(suite);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
};

/** The failed tests of one suite, as far as its report names them: [{ name, message }]. */
export function failedTests(suite) {
  const report = readReport(suite);
  if (!report) return [];
  return report.stats ? failedInPlaywright(report) : failedInVitest(report);
}

/**
 * Counts of one suite: { passed, failed, skipped }. A suite that ended badly without a failed test in its report
 * (it crashed, found no tests, or never ran) counts as one failure.
 */
export function countSuite(suite, exitCode) {
  const none = { passed: 0, failed: 0, skipped: 0 };
  const report = readReport(suite);
  let counts = none;
  if (report) counts = report.stats ? countPlaywright(report) : countVitest(report);
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
