import type { AgentDefinition } from '../../shared/domain/agent';
import type { SessionId } from '../../shared/domain/ids';
import type { HostEvent } from '../../shared/ipc/events';
import type { Store } from '../store/store';
import type { Log } from './log';
import type { FolderReader } from './repositories';
import type { SecretKeeper } from './settings';

/** What a host needs of the shell around it. */
export interface HostDeps {
  store: Store;
  log: Log;
  /** The environment of the user's login shell, in which agents are looked for and started. */
  shellEnv(): Promise<NodeJS.ProcessEnv>;
  /** Tells whoever watches what happened; what it describes is on disk by then. */
  publish(event: HostEvent): void;
  /** True when a window shows the session, so that what happens in it counts as read. */
  isWatched(sessionId: SessionId): boolean;
  /** Reads folders without running anything of them. */
  reader: FolderReader;
  worktreesFolder: string;
  /** The built program that walks folders in a thread. */
  diskWorker: string;
  /** The built program that matches patterns in a thread. */
  searchWorker: string;
  /** The built program that reads long lines of agents in a thread. */
  longLineWorker: string;
  agentsFile: string;
  /** How the built-in agent is started. */
  builtin: AgentDefinition;
  modelKey: SecretKeeper;
  version: string;
}
