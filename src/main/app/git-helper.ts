import { GitHelper } from '../git/git-helper';
import { startGitMarked } from '../git/git-process';
import { startGitsWith } from '../git/run-git';
import type { Log } from '../services/log';
import { spawnGroup } from '../services/platform/process-group';
import type { ProcessRegistry } from '../services/processes/process-registry';
import type { Lifetime } from './lifetime';
import { bundlePath } from './window';

export interface StartGitHelperDeps {
  registry: ProcessRegistry;
  /** Where it runs: a folder that stays. */
  folder: string;
  lifetime: Lifetime;
  log: Log;
}

/** From now on git is started by a small process of its own, not by this one. */
export function startGitHelper({ registry, folder, lifetime, log }: StartGitHelperDeps): GitHelper {
  const helper = new GitHelper({
    launch: () =>
      spawnGroup(process.execPath, [bundlePath('git-helper.js')], {
        cwd: folder,
        env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      }),
    marker: registry.marker,
    onNoise: (text) => log.warn('the git helper says', { text }),
  });
  startGitsWith(helper.start, startGitMarked(registry.marker));
  lifetime.started('git helper', () => helper.close());
  return helper;
}
