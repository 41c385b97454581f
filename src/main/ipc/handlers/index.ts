import type { Host } from '../../services/host';
import type { Store } from '../../store/store';
import type { Handlers } from '../handler';
import { agentHandlers, permissionHandlers } from './agent';
import { type AppHandlerDeps, appHandlers } from './app';
import { binHandlers } from './bin';
import { changeHandlers } from './change';
import { commentHandlers } from './comment';
import { finishHandlers } from './finish';
import { lookAfterFailure } from './look-after-failure';
import { repositoryHandlers } from './repository';
import { rewindHandlers } from './rewind';
import { sessionHandlers } from './session';
import { settingsHandlers } from './settings';
import { turnHandlers } from './turn';

/** What the shell adds to the host to answer every call. */
export type ShellDeps = Omit<AppHandlerDeps, keyof Host | 'settingsTable'>;

/** A handler for every method of the contract; one that is missing does not compile. */
export function createHandlers(host: Host, store: Store, shell: ShellDeps): Handlers {
  return {
    ...appHandlers({ ...host, ...shell, settingsTable: store.settings }),
    ...repositoryHandlers(host),
    ...sessionHandlers({ ...host, store }),
    ...turnHandlers({ ...host, turns: store.turns, definition: (agent) => host.catalog.definition(agent) }),
    ...agentHandlers(host.agentSessions, host.contexts),
    ...permissionHandlers(host.permissions),
    ...binHandlers(host),
    ...lookAfterFailure(changeHandlers({ ...host, store }), host.troubles),
    ...lookAfterFailure(rewindHandlers(host.rewinds), host.troubles),
    ...lookAfterFailure(commentHandlers(host.comments, store), host.troubles),
    ...finishHandlers(host.finish, host.troubles),
    ...settingsHandlers(host.settings),
  };
}
