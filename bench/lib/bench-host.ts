import { once } from 'node:events';
import { join } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { MessagePortMain } from 'electron';
import { inspectFolder } from '../../src/main/git/reader/inspect-folder';
import { branches } from '../../src/main/git/reader/iso-repository';
import { EventHub } from '../../src/main/ipc/event-hub';
import { builtinAgent } from '../../src/main/services/agents/builtin-agent';
import { createHost, type Host } from '../../src/main/services/host';
import { silentLog } from '../../src/main/services/log';
import { openStore, type Store } from '../../src/main/store/store';
import type { SessionId } from '../../src/shared/domain/ids';
import type { HostEvent } from '../../src/shared/ipc/events';
import { openGitHelper } from './git-helper';
import { projectRoot } from './scratch';

/** The real host on a real store, and a window's end of the event stream in another thread. */
export interface BenchHost {
  host: Host;
  store: Store;
  /** How often the event log was flushed, and the rows it wrote. */
  written: { flushes: number; rows: number };
  /** A new session in the repository at `path`, its worktree ready and shown by the window. */
  addSession(path: string): Promise<SessionId>;
  /** Sends a prompt to the streaming agent and waits until its turn has ended. */
  prompt(sessionId: SessionId, text: string): Promise<void>;
  /** Batches that reached the window. */
  batches(): Promise<number>;
  stop(): Promise<void>;
}

export function openBenchHost(folder: string): BenchHost {
  const store = openStore({ file: join(folder, 'coppice.db') });
  const helper = openGitHelper();
  const hub = new EventHub();
  const listeners = new Set<(event: HostEvent) => void>();
  const written = { flushes: 0, rows: 0 };
  const window = openWindow(hub);
  const publish = (event: HostEvent) => {
    if (event.type === 'agent.said') {
      written.flushes++;
      written.rows += event.events.length;
    }
    hub.publish(event);
    for (const listener of listeners) listener(event);
  };
  const host = createHost({
    store,
    log: silentLog,
    shellEnv: async () => ({ ...process.env }),
    publish,
    isWatched: () => true,
    reader: { inspectFolder, branches },
    worktreesFolder: join(folder, 'worktrees'),
    diskWorker: join(projectRoot(), 'out/main/disk-thread.js'),
    searchWorker: join(projectRoot(), 'out/main/search-thread.js'),
    longLineWorker: join(projectRoot(), 'out/main/long-line-thread.js'),
    agentsFile: join(folder, 'agents.json'),
    builtin: {
      id: builtinAgent,
      name: 'Streaming agent',
      backend: 'acp',
      command: process.execPath,
      args: [join(projectRoot(), 'bench/agents/streaming.mjs')],
      env: {},
    },
    modelKey: { exists: () => false, read: async () => undefined, write: async () => {} },
    version: '0.0.0',
  });

  const until = (test: (event: HostEvent) => boolean) =>
    new Promise<void>((resolve) => {
      const listener = (event: HostEvent) => {
        if (!test(event)) return;
        listeners.delete(listener);
        resolve();
      };
      listeners.add(listener);
    });

  return {
    host,
    store,
    written,
    async addSession(path) {
      const outcome = await host.repositories.open(path, { trust: true });
      if (outcome.kind !== 'opened') throw new Error(`${path} was not opened: ${outcome.kind}`);
      const { id } = host.sessions.create(outcome.repository.id, 'Measured');
      await host.sessions.worktree(id);
      window.client.watch(id);
      return id;
    },
    async prompt(sessionId, text) {
      const { id } = host.dispatcher.enqueue(sessionId, builtinAgent, [{ type: 'text', text }]);
      await until((event) => event.type === 'turn.changed' && event.turn.id === id && hasEnded(event.turn));
    },
    batches: () => window.batches(),
    async stop() {
      await host.dispatcher.stop();
      await host.pool.dispose();
      await host.sessions.stop();
      await host.changes.stop();
      host.eventLog.flushAll();
      hub.detach(window.client);
      await window.close();
      await helper.close();
      store.close();
    },
  };
}

function hasEnded({ state }: Extract<HostEvent, { type: 'turn.changed' }>['turn']): boolean {
  if (state.status === 'ended' && state.stopReason !== 'end_turn') {
    throw new Error(`The turn ended as ${state.stopReason}: ${JSON.stringify(state.error)}`);
  }
  return state.status === 'ended';
}

const WINDOW = `
  const { workerData: port, parentPort } = require('node:worker_threads');
  let batches = 0;
  port.on('message', () => { batches++; });
  parentPort.on('message', () => parentPort.postMessage(batches));
`;

function openWindow(hub: EventHub) {
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(WINDOW, {
    ...{ eval: true, workerData: port2, transferList: [port2] },
    // Its memory counts as this process's, and what is measured is the host's.
    resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 },
  });
  return {
    // Node's ports do what the hub needs of Electron's.
    client: hub.attach(port1 as unknown as MessagePortMain),
    async batches(): Promise<number> {
      worker.postMessage('count');
      const [count] = await once(worker, 'message');
      return count as number;
    },
    close: () => worker.terminate(),
  };
}
