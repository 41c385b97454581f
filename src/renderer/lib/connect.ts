import { toErrorInfo } from '../../shared/errors';
import { portMessage } from '../../shared/ipc/bridge';
import type { EventBatch, WindowRequest } from '../../shared/ipc/events';
import { connectStrings } from '../strings/common';
import { useApp } from './app-store';
import { call } from './bridge';
import { createFrameScheduler } from './frame-scheduler';
import { HostFeed } from './host-feed';
import { restoreRoute } from './route';

/** The port is posted when the page has loaded; one that has not come by then never will. */
const PORT_DEADLINE_MS = 10_000;

const askedListeners = new Set<(request: WindowRequest) => void>();

/** The window's one feed of snapshots and events. */
export const hostFeed = new HostFeed({
  get: useApp.getState,
  set: (state) => useApp.setState(state, true),
  appSnapshot: async () => {
    const snapshot = await call('app.snapshot', {});
    restoreRoute(snapshot.view);
    return snapshot;
  },
  sessionSnapshot: (sessionId) => call('session.open', { sessionId }),
  scheduleFlush: createFrameScheduler(() => hostFeed.flush()),
  onAsked: (request) => {
    for (const listener of askedListeners) listener(request);
  },
  onFailed: (error) => useApp.setState({ phase: { kind: 'failed', error: toErrorInfo(error) } }),
});

/** Calls `listener` when a notification, the tray, a menu or the command line asks to show something. */
export function onWindowAsked(listener: (request: WindowRequest) => void): () => void {
  askedListeners.add(listener);
  return () => askedListeners.delete(listener);
}

/** Starts listening for the event port; call it once, before the page has finished loading. */
export function connectToHost(): void {
  const deadline = setTimeout(() => {
    useApp.setState({ phase: { kind: 'failed', error: { code: 'internal', ...connectStrings.noPort } } });
  }, PORT_DEADLINE_MS);
  let current: MessagePort | null = null;
  window.addEventListener('message', (event: MessageEvent) => {
    const port = event.ports[0];
    if (event.source !== window || event.data !== portMessage || !port) return;
    clearTimeout(deadline);
    current?.close();
    current = port;
    port.onmessage = ({ data }: MessageEvent<EventBatch>) => {
      hostFeed.receive(data);
      // Lets main notice a window that cannot keep up, and stop sending until it does.
      port.postMessage(data.number);
    };
    void hostFeed.sync();
  });
}
