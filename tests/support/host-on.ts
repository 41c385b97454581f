import { join } from 'node:path';
import { IsoReader } from '../../src/main/git/reader/iso-reader';
import { builtinAgent } from '../../src/main/services/agents/builtin-agent';
import { createHost } from '../../src/main/services/host';
import type { HostDeps } from '../../src/main/services/host-deps';
import { silentLog } from '../../src/main/services/log';
import { openStore } from '../../src/main/store/store';
import type { HostEvent } from '../../src/shared/ipc/events';

/** A host on a data folder, in whatever process; a second one on the same folder is the app's next start. */
export function hostOn(folder: string, extra: Partial<HostDeps> = {}) {
  const store = openStore({ file: join(folder, 'coppice.db') });
  const reader = new IsoReader({ workerFile: process.env.COPPICE_ISO_WORKER ?? '' });
  const events: HostEvent[] = [];
  const host = createHost({
    store,
    log: silentLog,
    shellEnv: async () => process.env,
    publish: (event) => events.push(event),
    isWatched: () => false,
    reader,
    worktreesFolder: join(folder, 'worktrees'),
    diskWorker: process.env.COPPICE_DISK_THREAD ?? '',
    searchWorker: process.env.COPPICE_SEARCH_THREAD ?? '',
    longLineWorker: process.env.COPPICE_LONG_LINE_THREAD ?? '',
    agentsFile: join(folder, 'agents.json'),
    builtin: {
      id: builtinAgent,
      name: 'Built-in agent',
      backend: 'acp',
      command: process.execPath,
      args: [process.env.COPPICE_AGENT_ENTRY ?? ''],
      env: { COPPICE_AGENT_STATE: join(folder, 'agent-state') },
    },
    modelKey: { exists: () => false, read: async () => undefined, write: async () => {} },
    version: '0.0.0-test',
    ...extra,
  });
  host.start();
  /** Stops it as the app would when it quits. */
  const stop = async () => {
    await host.dispatcher.stop();
    await host.pool.dispose();
    await host.finish.stop();
    await host.sessions.stop();
    await host.changes.stop();
    await host.comments.stop();
    await host.changeSearch.stop();
    await host.bin.stop();
    await host.troubles.stop();
    await host.catalog.stop();
    await host.agentsFile.stop();
    host.eventLog.flushAll();
    await reader.close();
    store.close();
  };
  return { host, store, events, stop };
}
