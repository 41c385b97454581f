import type { Log } from '../services/log';
import { noteGroupsIn } from '../services/platform/process-group';
import { endRun, sweepOrphans } from '../services/processes/orphan-sweep';
import { ProcessRegistry } from '../services/processes/process-registry';
import type { Lifetime } from './lifetime';

/** Milliseconds that what left its group has to end at a quit. */
const QUIT_GRACE_MS = 500;

export interface SuperviseProcessesDeps {
  /** Where each run keeps its file. */
  folder: string;
  lifetime: Lifetime;
  log: Log;
}

/**
 * Notes every process group from now on, and ends what runs that are gone have left; nothing is started
 * before. At the quit, after all agents, what left their groups ends too.
 */
export function superviseProcesses({ folder, lifetime, log }: SuperviseProcessesDeps): ProcessRegistry {
  const registry = new ProcessRegistry({ folder, log });
  noteGroupsIn(registry);
  registry.holdUntil(
    sweepOrphans({ folder, owner: registry.owner, log }).then((ended) => {
      if (ended > 0) log.warn('processes of an earlier run were ended', { ended });
    }),
  );
  lifetime.started('processes', async () => {
    const { found, left } = await endRun(registry.noted(), log, QUIT_GRACE_MS);
    if (found > 0) log.info('processes that left their agents were ended', { ended: found - left });
    if (left === 0) registry.close();
  });
  return registry;
}
