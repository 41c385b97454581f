import { join } from 'node:path';
import { app, session, shell } from 'electron';
import { readAbout } from './app/about';
import { editAgentsFile } from './app/agents-file';
import { Attention } from './app/attention';
import { makeDataFolders } from './app/data-folders';
import { readDiagnostics } from './app/diagnostics';
import { startGitHelper } from './app/git-helper';
import { Lifetime } from './app/lifetime';
import { openLog } from './app/logging';
import { installMenu } from './app/menu';
import { openPaths } from './app/open-paths';
import { decideDataPaths } from './app/paths';
import { superviseProcesses } from './app/processes';
import { QuitQuestion } from './app/quit-question';
import { Secret } from './app/secrets';
import { hardenApp, hardenSession, openExternal } from './app/security';
import { StatusBoard } from './app/status-board';
import { chooseOnDamage, explainStoreFailure, tellStoreProblem } from './app/store-failure';
import { StatusTray } from './app/tray';
import { bundlePath, MainWindow } from './app/window';
import { WindowBounds } from './app/window-bounds';
import { watchShownWorktrees } from './app/worktree-watch';
import { IsoReader } from './git/reader/iso-reader';
import { EventHub } from './ipc/event-hub';
import { createHandlers } from './ipc/handlers';
import { serve } from './ipc/serve';
import { builtinAgent } from './services/agents/builtin-agent';
import { createHost, type Host } from './services/host';
import { createShellEnv } from './services/platform/shell-env';
import { ProcessMonitor, processRoots } from './services/processes/process-tree';
import { DailyBackup } from './store/daily-backup';
import { type OpenedStore, openRecoverableStore } from './store/recover';

const paths = decideDataPaths();
const unusable = makeDataFolders(paths);
const log = openLog(paths.logFile);
const lifetime = new Lifetime(log);
/** The key of whether the user was told that closing the window ends nothing, beside their settings. */
const TOLD_OF_TRAY = 'toldOfTray';
/** Set once agents can be at work. */
let question: QuitQuestion | undefined;
const resource = (name: string) => join(app.getAppPath(), 'resources', name);

// Without the switch: as root Chromium cannot sandbox, and enabling it would end every child it starts.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();

if (unusable) {
  void app.whenReady().then(() => explainStoreFailure(unusable));
} else if (app.requestSingleInstanceLock()) {
  hardenApp();
  void app.whenReady().then(start).catch(explainStoreFailure);
} else {
  process.stdout.write('Coppice is open already; its window has been asked to show this.\n');
  app.quit();
}

function start(): void {
  let opened: OpenedStore | undefined;
  try {
    opened = openRecoverableStore({
      file: paths.database,
      backups: paths.backups,
      choose: chooseOnDamage(paths.database),
      log,
    });
  } catch (error) {
    explainStoreFailure(error);
    return;
  }
  if (!opened) {
    app.exit(1);
    return;
  }
  const { store, recovered } = opened;
  lifetime.started('store', () => store.close());
  const backup = new DailyBackup({
    file: paths.database,
    folder: paths.backups,
    workerFile: bundlePath('backup-thread.js'),
    checkFirst: store.wasLeftOpen,
    onFailed: tellStoreProblem,
    log,
  });
  lifetime.started('backup', () => backup.stop());
  const registry = superviseProcesses({ folder: paths.runs, lifetime, log });
  const gitHelper = startGitHelper({ registry, folder: paths.folder, lifetime, log });
  hardenSession(session.defaultSession);
  const hub = new EventHub(() => watch.update());
  const isoReader = new IsoReader({ workerFile: bundlePath('iso-worker.js') });
  lifetime.started('repository reader', () => isoReader.close());
  const shellEnv = createShellEnv({ log });
  // git is looked for on our own PATH, which is a bare one when the app was started from a dock.
  void shellEnv().then(({ PATH }) => {
    if (PATH) process.env.PATH = PATH;
  });
  const host: Host = createHost({
    store,
    log,
    shellEnv,
    publish: (event) => {
      hub.publish(event);
      status.follow(event);
      watch.follow(event);
      if (event.type === 'repository.changed') void host.unlisted.look(event.repository);
    },
    isWatched: (id) => window.isFocused() && hub.isWatched(id),
    reader: isoReader,
    worktreesFolder: paths.worktrees,
    diskWorker: bundlePath('disk-thread.js'),
    searchWorker: bundlePath('search-thread.js'),
    longLineWorker: bundlePath('long-line-thread.js'),
    agentsFile: paths.agentsFile,
    builtin: {
      id: builtinAgent,
      name: 'Built-in agent',
      backend: 'acp',
      command: process.execPath,
      args: [bundlePath('agent.js')],
      env: { ELECTRON_RUN_AS_NODE: '1', COPPICE_AGENT_STATE: paths.agentState },
    },
    modelKey: new Secret(paths.modelKey),
    version: app.getVersion(),
  });
  lifetime.started('events', () => host.eventLog.flushAll());
  lifetime.started('bin', () => host.bin.stop());
  lifetime.started('troubles', () => host.troubles.stop());
  lifetime.started('agents file', () => host.agentsFile.stop());
  lifetime.started('catalog', () => host.catalog.stop());
  lifetime.started('comments', () => host.comments.stop());
  lifetime.started('changes', () => host.changes.stop());
  lifetime.started('change search', () => host.changeSearch.stop());
  lifetime.started('finish', () => host.finish.stop());
  lifetime.started('sessions', () => host.sessions.stop());
  lifetime.started('agent pool', () => host.pool.dispose());
  lifetime.started('dispatcher', () => host.dispatcher.stop());

  const window = new MainWindow({
    hub,
    preload: bundlePath('..', 'preload', 'index.cjs'),
    page: bundlePath('..', 'renderer', 'index.html'),
    icon: resource('icon.png'),
    log,
    bounds: new WindowBounds(store.settings),
    quit: () => app.quit(),
    onVisibility: () => {
      status.refresh();
      watch.update();
    },
    hideOnClose: () => !lifetime.isStopping && host.settings.get().keepInTray,
    onHiddenByClose() {
      if (store.settings.find(TOLD_OF_TRAY)) return;
      store.settings.set(TOLD_OF_TRAY, true);
      attention.stillRunning(() => window.show());
    },
  });
  const watch = watchShownWorktrees({
    host,
    hub,
    isInSight: () => window.isInSight(),
    folder: paths.folder,
    lifetime,
    log,
  });
  const attention = new Attention({
    enabled: () => host.settings.get().notifications,
    isLookedAt: (id) => window.isFocused() && hub.isWatched(id),
    openSession: (sessionId) => window.ask({ kind: 'session', sessionId }),
  });
  const tray = new StatusTray({
    iconPath: (name) => resource(join('tray', `${name}.png`)),
    openSession: (sessionId) => window.ask({ kind: 'session', sessionId }),
    isWindowVisible: () => window.isVisible(),
    showWindow: () => window.show(),
    hideWindow: () => window.hide(),
    quit: () => app.quit(),
  });
  const status = new StatusBoard({ tray, attention, health: () => host.pool.health() });
  lifetime.started('status', () => status.stop());
  lifetime.started('window', () => window.close());

  question = new QuitQuestion({
    atWork: () => host.dispatcher.atWork,
    showWindow: () => window.show(),
    hideWindow: () => window.hide(),
  });
  const processes = new ProcessMonitor();
  const about = () => readAbout(paths, store.sqliteVersion);
  const showLog = () => void shell.openPath(paths.logFile);
  serve({
    handlers: createHandlers(host, store, {
      about,
      handedOver: () => window.handedOver(),
      openExternal,
      showLog,
      editAgentsFile: () => editAgentsFile(paths.agentsFile),
      diagnostics: () => readDiagnostics({ host, store, paths, about, watchFailure: watch.failure }),
      processes: async () => {
        // The helpers are no programs of an agent's: they are listed below Coppice itself, with what they run.
        const helpers = [gitHelper.pid, watch.pid];
        const groups = registry.groups().filter(({ pid }) => !helpers.includes(pid));
        const report = await processes.report(processRoots(host.pool, groups, host.sessions.list()));
        return { ...report, ...(watch.failure && { watchFailure: watch.failure }) };
      },
    }),
    findCaller: (event) => window.findCaller(event),
    log,
  });
  installMenu({
    command: (command) => window.ask({ kind: 'command', command }),
    showLog,
    quit: () => app.quit(),
  });
  // First, so that the page loads while everything else is read.
  window.show();
  host.start();
  backup.start();
  // What the database lost is named now; repositories that were not in it are looked at when they are opened again.
  if (recovered) for (const repository of host.repositories.list()) void host.unlisted.look(repository);
  status.start(host.sessions.list());
  followTheUser(window);
  // Disks come and go, folders are moved and files are edited while the user is elsewhere.
  app.on('browser-window-focus', () => {
    void host.repositories.lookForFolders();
    void host.troubles.survey((id) => hub.isWatched(id));
    for (const { id, worktree } of host.sessions.list()) {
      if (worktree && hub.isWatched(id)) host.changes.refreshSoon(id);
    }
  });
  log.info('started', { version: app.getVersion(), electron: process.versions.electron });
}

function followTheUser(window: MainWindow): void {
  const open = (argv: readonly string[], cwd: string) => {
    for (const path of openPaths(argv, cwd, !app.isPackaged)) window.ask({ kind: 'open-path', path });
  };
  open(process.argv, process.cwd());
  app.on('second-instance', (_event, argv, cwd) => {
    window.show();
    open(argv, cwd);
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    window.ask({ kind: 'open-path', path });
  });
  app.on('activate', () => window.show());
}

app.on('window-all-closed', () => {
  if (process.platform !== 'darwin') app.quit();
});

app.on('before-quit', (event) => {
  if (lifetime.hasStopped) return;
  event.preventDefault();
  if (lifetime.isStopping || question?.allows() === false) return;
  void lifetime.stop().then(() => {
    log.info('stopped');
    app.quit();
  });
});

// Electron quits on these by itself, and would ask as for any quit: its own handlers are in place when it is ready.
void app.whenReady().then(() => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => (question ? question.quitWithoutAsking() : app.quit()));
  }
});

process.on('uncaughtException', (error) =>
  log.error('uncaught exception', { error: error.stack ?? String(error) }),
);
process.on('unhandledRejection', (reason) =>
  log.error('unhandled rejection', {
    error: reason instanceof Error ? (reason.stack ?? '') : String(reason),
  }),
);
