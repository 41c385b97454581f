import { GitHelper } from '../../../src/main/git/git-helper';
import { spawnGroup } from '../../../src/main/services/platform/process-group';

/** The built helper, as the app starts it. What it prints is a failure. */
export function openGitHelper(): GitHelper {
  const program = process.env.COPPICE_GIT_HELPER;
  if (!program) throw new Error('The helper was not built');
  return new GitHelper({
    launch: () => spawnGroup(process.execPath, [program], { cwd: process.cwd(), env: process.env }),
    onNoise: (text) => {
      throw new Error(`The helper printed: ${text}`);
    },
  });
}
