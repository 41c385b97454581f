import { GitHelper } from '../../src/main/git/git-helper';
import { startGitsWith } from '../../src/main/git/run-git';
import { spawnGroup } from '../../src/main/services/platform/process-group';

export interface BenchGitHelper {
  readonly pid: number | undefined;
  close(): Promise<void>;
}

/** Lets git be started as the app does it. COPPICE_BENCH_GIT=direct leaves it to this process, to compare. */
export function openGitHelper(): BenchGitHelper {
  const program = process.env.COPPICE_BENCH_GIT_HELPER;
  if (!program || process.env.COPPICE_BENCH_GIT === 'direct')
    return { pid: undefined, close: async () => {} };
  const helper = new GitHelper({
    launch: () => spawnGroup(process.execPath, [program], { cwd: process.cwd(), env: process.env }),
    onNoise: (text) => console.error(text),
  });
  startGitsWith(helper.start);
  return helper;
}
