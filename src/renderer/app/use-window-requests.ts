import { useEffect } from 'react';
import type { WindowRequest } from '../../shared/ipc/events';
import { openRepository } from '../features/repositories/open-repository';
import { runAction } from '../lib/actions';
import { call } from '../lib/bridge';
import { onWindowAsked } from '../lib/connect';
import { keepAll } from '../lib/kept-soon';
import { go } from '../lib/route';
import { reporting } from '../lib/toasts';

/** Does what notifications, the tray, the native menu and the command line ask of the window. */
export function useWindowRequests(): void {
  useEffect(() => onWindowAsked(answer), []);
}

function answer(request: WindowRequest): void {
  switch (request.kind) {
    case 'session':
      go({ kind: 'session', sessionId: request.sessionId });
      return;
    case 'open-path':
      void openRepository(request.path);
      return;
    case 'command':
      if (!runAction(request.command)) console.warn(`No action "${request.command}" can run now.`);
      return;
    case 'hand-over':
      keepAll();
      // Calls are taken in the order they were made.
      void reporting(() => call('app.handedOver', {}));
      return;
  }
}
