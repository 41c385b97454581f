import type { SessionId } from '../../shared/domain/ids';
import { isLive } from '../../shared/domain/session-life';
import { blocksTurns } from '../../shared/domain/session-trouble';
import type { HostEvent } from '../../shared/ipc/events';
import type { EventHub } from '../ipc/event-hub';
import type { Host } from '../services/host';
import type { Log } from '../services/log';
import { spawnGroup } from '../services/platform/process-group';
import { WatchHelper } from '../services/watch/watch-helper';
import { WorktreeWatch } from '../services/watch/worktree-watch';
import type { Lifetime } from './lifetime';
import { bundlePath } from './window';

export interface WatchShownDeps {
  host: Host;
  hub: EventHub;
  /** Whether the user can see the window. */
  isInSight(): boolean;
  /** Where the helper runs: a folder that stays. */
  folder: string;
  lifetime: Lifetime;
  log: Log;
}

/** Watches the worktrees of the sessions that a window in sight shows. Call `update` when that may have changed. */
export function watchShownWorktrees({ host, hub, isInSight, folder, lifetime, log }: WatchShownDeps) {
  const watch = new WorktreeWatch({
    helper: new WatchHelper({
      launch: () =>
        spawnGroup(process.execPath, [bundlePath('watch-helper.js')], {
          cwd: folder,
          env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
        }),
    }),
    onHint: (id) => host.lookAfterHint(id),
    onGone: (id) => void host.troubles.look(id),
    log,
  });
  lifetime.started('worktree watch', () => watch.stop());

  const update = () => {
    if (lifetime.isStopping) return;
    const shown = new Map<SessionId, string>();
    for (const id of isInSight() ? hub.watched() : []) {
      const session = host.sessions.find(id);
      // While its folder is not there, or another is, there is nothing to see.
      if (!session?.worktree || !isLive(session) || blocksTurns(session.trouble)) continue;
      shown.set(id, session.worktree.path);
    }
    watch.follow(shown);
  };
  return {
    update,
    follow: (event: HostEvent) => {
      if (event.type === 'session.changed' && hub.isWatched(event.session.id)) update();
    },
    get failure() {
      return watch.failure;
    },
    get pid() {
      return watch.pid;
    },
  };
}
