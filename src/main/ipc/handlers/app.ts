import { shell } from 'electron';
import type { ProcessReport } from '../../../shared/domain/process';
import type { About, AppSnapshot } from '../../../shared/ipc/snapshots';
import type { AgentPool } from '../../services/agent-pool';
import type { Catalog } from '../../services/agents/catalog';
import type { Finish } from '../../services/finish/finish';
import type { Repositories } from '../../services/repositories';
import type { Sessions } from '../../services/sessions/sessions';
import type { SettingsService } from '../../services/settings';
import type { Store } from '../../store/store';
import type { AreaHandlers } from '../handler';

/** The key of what the window showed last, beside the user's settings. */
const VIEW = 'windowView';

export interface AppHandlerDeps {
  settingsTable: Pick<Store['settings'], 'find' | 'set'>;
  repositories: Repositories;
  sessions: Sessions;
  settings: SettingsService;
  catalog: Catalog;
  pool: AgentPool;
  finish: Pick<Finish, 'underWay'>;
  about(): Promise<About>;
  /** The window that is being closed has nothing left to be kept. */
  handedOver(): void;
  openExternal(url: string): Promise<void>;
  showLog(): void;
  /** Opens agents.json in the user's editor, making it with an example when it is missing. */
  editAgentsFile(): Promise<void>;
  diagnostics(): Promise<string>;
  processes(): Promise<ProcessReport>;
}

export function appHandlers(deps: AppHandlerDeps): AreaHandlers<'app'> {
  return {
    'app.snapshot': async (_input, { client }): Promise<AppSnapshot> => {
      const about = await deps.about();
      void deps.repositories.lookForFolders();
      // From here on nothing may be awaited: the number must name exactly the state that is read.
      return {
        number: client.begin(),
        repositories: deps.repositories.list(),
        sessions: deps.sessions.list(),
        catalog: deps.catalog.list(),
        catalogProblems: [...deps.catalog.problems],
        settings: deps.settings.view(),
        pool: deps.pool.health(),
        finishing: deps.finish.underWay(),
        about,
        view: viewOf(deps.settingsTable.find(VIEW)),
      };
    },
    'app.keepView': ({ view }) => deps.settingsTable.set(VIEW, view),
    'app.handedOver': () => deps.handedOver(),
    'app.openExternal': ({ url }) => deps.openExternal(url),
    'app.revealPath': ({ path }) => shell.showItemInFolder(path),
    'app.showLog': () => deps.showLog(),
    'app.editAgentsFile': () => deps.editAgentsFile(),
    'app.diagnostics': async () => ({ text: await deps.diagnostics() }),
    'app.processes': () => deps.processes(),
  };
}

function viewOf(kept: unknown): string | null {
  return typeof kept === 'string' ? kept : null;
}
