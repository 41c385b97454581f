import { rmSync } from 'node:fs';
import { binOf } from './bin.mjs';
import { run } from './exec.mjs';
import { resultsFile } from './test-results.mjs';

/** Runs one vitest project ('unit' or 'integration'), leaving its counts for the summary. Resolves to its exit code. */
export async function runVitest(project, args) {
  const json = resultsFile(project);
  rmSync(json, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${json}`];
  return await run(process.execPath, [binOf('vitest'), 'run', '--project', project, ...reporters, ...args]);
}
