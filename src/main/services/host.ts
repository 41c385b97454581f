import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentDefinition } from '../../shared/domain/agent';
import { type AgentId, agentId, type SessionId } from '../../shared/domain/ids';
import type { Repository } from '../../shared/domain/repository';
import { isWorking } from '../../shared/domain/session';
import { isLive } from '../../shared/domain/session-life';
import { blocksTurns } from '../../shared/domain/session-trouble';
import type { Turn } from '../../shared/domain/turn';
import type { HostEvent } from '../../shared/ipc/events';
import { passLfsPointers } from '../git/lfs';
import type { Store } from '../store/store';
import type { AgentBackend } from './agent-backend';
import { AgentPool } from './agent-pool';
import { AgentSessions } from './agent-sessions';
import { AgentsFile } from './agents-file';
import { createAcpBackend } from './backends/acp/acp-backend';
import { Bin } from './bin';
import { Catalog } from './catalog';
import { ChangeSearch } from './change-search';
import { Changes } from './changes';
import { Comments } from './comments';
import { Contexts } from './contexts';
import { Decisions } from './decisions';
import { Disk } from './disk/disk';
import { Dispatcher } from './dispatcher';
import { EventLog } from './event-log';
import type { EventSource } from './event-source';
import { Finish } from './finish';
import type { Log } from './log';
import { Mentions } from './mentions';
import { Overlaps } from './overlaps';
import { PausedQueues } from './paused-queues';
import { Permissions } from './permissions';
import { prepareWorktree } from './prepare-worktree';
import { type FolderReader, Repositories } from './repositories';
import { Rewinds } from './rewinds';
import { SessionTroubles } from './session-troubles';
import { Sessions } from './sessions';
import { type SecretKeeper, SettingsService } from './settings';
import { TurnRunner } from './turn-runner';
import { UnlistedSessions } from './unlisted-sessions';
import { WorkingTurns } from './working-turns';

export const builtinAgent: AgentId = agentId.parse('builtin');

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
  agentsFile: string;
  /** How the built-in agent is started. */
  builtin: AgentDefinition;
  modelKey: SecretKeeper;
  version: string;
}

/** All services of Coppice, wired; plain Node, so that it also runs without a window. */
export interface Host {
  agentSessions: AgentSessions;
  agentsFile: AgentsFile;
  bin: Bin;
  catalog: Catalog;
  changes: Changes;
  comments: Comments;
  changeSearch: ChangeSearch;
  contexts: Contexts;
  decisions: Decisions;
  dispatcher: Dispatcher;
  eventLog: EventLog;
  rewinds: Rewinds;
  finish: Finish;
  mentions: Mentions;
  overlaps: Overlaps;
  permissions: Permissions;
  pool: AgentPool;
  repositories: Repositories;
  sessions: Sessions;
  settings: SettingsService;
  troubles: SessionTroubles;
  unlisted: UnlistedSessions;
  /** Looks at a session's worktree soon because another program may have changed it; a turn that runs looks itself. */
  lookAfterHint(sessionId: SessionId): void;
  /** Tells the truth about what an earlier run left behind, then goes on with its queues. */
  start(): void;
}

export function createHost(deps: HostDeps): Host {
  const { store, log, publish, shellEnv } = deps;
  const worktree = (id: SessionId) => sessions.worktree(id);
  const agentName = (agent: AgentId) => catalog.find(agent)?.name ?? agent;
  const worktreePath = async (id: SessionId) => (await worktree(id)).path;

  const eventLog = new EventLog({
    events: store.events,
    transaction: store.transaction,
    publish: (sessionId, events) => publish({ type: 'agent.said', sessionId, events }),
    onWriteFailed: (error) => log.error('events could not be written', { error: String(error) }),
    log,
  });
  const pool = new AgentPool({
    log,
    onChange: () => publish({ type: 'pool.changed', health: pool.health() }),
  });
  const settings = new SettingsService({
    table: store.settings,
    modelKey: deps.modelKey,
    onChange: (view) => publish({ type: 'settings.changed', settings: view }),
    // A running one was started with the model it had then; it comes back with the new one.
    onModelChange: () => void pool.evictIdle(builtinAgent),
    log,
  });
  const repositories = new Repositories({
    repositories: store.repositories,
    sessions: store.sessions,
    reader: deps.reader,
    isBusy: (id) => sessions.list().some((session) => session.repositoryId === id && isWorking(session)),
    onChange: (repository) => publish({ type: 'repository.changed', repository }),
    onRemoved: (repositoryId) => publish({ type: 'repository.removed', repositoryId }),
  });
  const sessions = new Sessions({
    store,
    prepare: (session, how) => {
      const repository = repositories.get(session.repositoryId);
      const place = { repository: repository.path, parentFolder: parentFolder(repository) };
      const hasCheckpoints = store.checkpoints.latest(session.id) !== undefined;
      return prepareWorktree(session, { ...place, hasCheckpoints }, how);
    },
    onReady: (id) => {
      changes.refreshSoon(id);
      dispatcher.wake();
    },
    troubleOf: (id) => troubles.of(id),
    driftOf: (id) => troubles.driftOf(id),
    isQueueHeld: (id) => dispatcher.isHeld(id),
    isQueuePaused: (id) => dispatcher.isPaused(id),
    hasLostContext: (id) => contexts.hasLost(id),
    onChange: (session) => publish({ type: 'session.changed', session }),
    onRemoved: (sessionId) => publish({ type: 'session.removed', sessionId }),
    log,
  });
  const troubles = new SessionTroubles({
    store,
    onChange: (id) => sessions.changed(id),
    onCured: () => dispatcher.wake(),
    log,
  });
  const disk = new Disk({ workerFile: deps.diskWorker });
  const bin = new Bin({ store, sessions, disk, worktreesFolder: deps.worktreesFolder, log });
  const unlisted = new UnlistedSessions({
    store,
    repositories: () => repositories.list(),
    sessions,
    disk,
    parentFolder,
    log,
  });
  const working = new WorkingTurns();
  const changes = new Changes({
    store,
    worktree,
    originNow: (id) => working.origin(id),
    onComputed: (changeSet) => {
      publish({ type: 'changes.computed', changeSet });
      sessions.changed(changeSet.sessionId);
      void comments.follow(changeSet).catch((error: unknown) => {
        log.warn('comments were not followed', { session: changeSet.sessionId, error: String(error) });
      });
    },
    log,
  });
  const changeSearch = new ChangeSearch({ store, worktree, workerFile: deps.searchWorker });
  const decisions = new Decisions({ store, changes, worktree });
  const agentsFile = new AgentsFile({ path: deps.agentsFile, reserved: (id) => id === builtinAgent, log });
  const catalog = new Catalog({
    builtin: () => deps.builtin,
    agentsFile,
    env: shellEnv,
    log,
  });
  catalog.onChange(() =>
    publish({ type: 'catalog.changed', agents: catalog.list(), problems: [...catalog.problems] }),
  );
  const permissions = new Permissions({
    eventLog,
    onWaiting: (source, waiting) => onWaiting(source, waiting),
  });
  const contexts = new Contexts({
    store,
    eventLog,
    agentName,
    onDecided: (sessionId, agent) => {
      agentSessions.changed(sessionId, agent);
      dispatcher.wake();
      sessions.changed(sessionId);
    },
  });
  const agentSessions = new AgentSessions({
    pool,
    rows: store.agentSessions,
    events: store.events,
    eventLog,
    permissions,
    contexts,
    definition: (agent) => catalog.definition(agent),
    createBackend: (agent) => createBackend(agent),
    worktreePath,
    runningTurn: (id, agent) => turnRunner.runningTurn(id, agent),
    writing: (id, agent, path, text) => turnRunner.writing(id, agent, path, text),
    onEvent: (source, emitted) => turnRunner.follow(source, emitted),
    onChange: (agentSession) => {
      const { sessionId, agent, status } = agentSession;
      if (status === 'stopped' || status === 'failed') working.agentGone(sessionId, agent);
      publish({ type: 'agent-session.changed', agentSession });
      publish({ type: 'pool.changed', health: pool.health() });
    },
    log,
  });
  const turnRunner = new TurnRunner({
    working,
    agentSessions,
    contexts,
    changes,
    eventLog,
    agentName,
    worktreePath,
    signalTurn: (id, signal) => dispatcher.signalTurn(id, signal),
  });
  const overlaps = new Overlaps(store);
  const dispatcher = new Dispatcher({
    turns: store.turns,
    overlaps,
    paused: new PausedQueues({
      table: store.settings,
      exists: (id) => store.sessions.find(id) !== undefined,
    }),
    run: (turn, signal) => turnRunner.run(overlaps.on(turn), signal),
    steer: (running, message) => steer(running, message),
    kill: ({ sessionId, agent }) => pool.evict(sessionId, agent),
    mayRun: (id) =>
      isLive(store.sessions.get(id)) &&
      (sessions.isPreparing(id) || (sessions.isPrepared(id) && troubles.allows(id))),
    mayStart: async (id) => sessions.isPreparing(id) || !blocksTurns(await troubles.look(id)),
    onTurn: (turn) => onTurn(turn),
    onWithdrawn: ({ id, sessionId }) => {
      publish({ type: 'turn.removed', sessionId, turnId: id });
      comments.turnsChanged(sessionId);
      sessions.changed(sessionId);
    },
    waitsForUser: ({ sessionId, agent }) => contexts.isLost(sessionId, agent),
    wasHeard: ({ sessionId, id }) => store.events.wasHeard(sessionId, id),
    onRestated: (turns) => {
      for (const turn of turns) publish({ type: 'turn.changed', turn: overlaps.on(turn) });
      if (!turns[0]) return;
      comments.turnsChanged(turns[0].sessionId);
      sessions.changed(turns[0].sessionId);
    },
    log,
  });
  const comments = new Comments({
    store,
    changes,
    dispatcher,
    worktree,
    requireAgent: (agent) => void catalog.definition(agent),
    onChange: (sessionId, changed) => {
      publish({ type: 'comments.changed', sessionId, comments: changed });
      sessions.changed(sessionId);
    },
    onRemoved: (sessionId, id) => {
      publish({ type: 'comment.removed', sessionId, commentId: id });
      sessions.changed(sessionId);
    },
    log,
  });
  const mentions = new Mentions({
    worktree,
    version: (id) => store.checkpoints.latest(id)?.commitId ?? '',
  });

  const isAtWork = (id: SessionId) => isWorking(sessions.get(id));
  const finish = new Finish({
    store,
    sessions,
    changes,
    repository: (id) => repositories.get(sessions.get(id).repositoryId),
    reader: deps.reader,
    shellEnv,
    agentName: (agent) => catalog.find(agent)?.name ?? agent,
    isWorking: isAtWork,
    enqueue: (id, agent, prompt) => {
      catalog.definition(agent);
      return dispatcher.enqueue(id, agent, prompt);
    },
    onProgress: (sessionId, text) => publish({ type: 'finish.progressed', sessionId, text }),
  });

  function parentFolder({ id, name }: Pick<Repository, 'id' | 'name'>): string {
    return join(deps.worktreesFolder, `${name}-${id.slice(0, 8)}`);
  }

  function createBackend(agent: AgentDefinition): AgentBackend {
    const env = async () => ({
      ...(await shellEnv()),
      ...(agent.id === builtinAgent && (await settings.modelEnvironment())),
    });
    return createAcpBackend({ agent, env, log, clientInfo: { name: 'coppice', version: deps.version } });
  }

  async function steer({ id: turnId, sessionId, agent }: Turn, message: Turn): Promise<boolean> {
    const taken = await agentSessions.steer(sessionId, agent, message.prompt);
    const source = { sessionId, agent, turnId };
    if (taken) {
      for (const block of message.prompt) {
        eventLog.say(source, { kind: 'user_message', messageId: message.id, op: 'append', block });
      }
      return true;
    }
    eventLog.say(source, {
      kind: 'notice',
      severity: 'info',
      title: 'The agent did not take your message into this turn. It waits in the queue',
    });
    return false;
  }

  function onWaiting({ sessionId, agent, turnId }: EventSource, waiting: boolean): void {
    if (turnId) dispatcher.signalTurn(turnId, { type: waiting ? 'await' : 'resume' });
    agentSessions.setStatus(sessionId, agent, waiting ? 'awaiting' : 'running');
  }

  function onTurn(turn: Turn): void {
    const { sessionId, agent, id: turnId, state } = turn;
    if (state.status === 'ended' && turn.startedAt !== undefined) {
      const { stopReason, error } = state;
      eventLog.say({ sessionId, agent, turnId }, { kind: 'turn_ended', stopReason, ...(error && { error }) });
    }
    publish({ type: 'turn.changed', turn: overlaps.on(turn) });
    // Also keeps hold of what the agent committed.
    if (state.status === 'ended' && turn.startedAt !== undefined) void troubles.look(sessionId);
    if (state.status === 'ended' && turn.sentAt === undefined) comments.turnsChanged(sessionId);
    sessions.touch(sessionId);
    const notable = state.status === 'ended' || state.status === 'awaiting';
    if (notable && !deps.isWatched(sessionId)) store.sessions.setUnread(sessionId, true);
    sessions.changed(sessionId);
  }

  return {
    agentSessions,
    agentsFile,
    bin,
    catalog,
    changes,
    comments,
    changeSearch,
    contexts,
    decisions,
    rewinds: new Rewinds({ changes, decisions, worktree, isWorking: isAtWork }),
    dispatcher,
    eventLog,
    finish,
    mentions,
    overlaps,
    permissions,
    pool,
    repositories,
    sessions,
    settings,
    troubles,
    unlisted,
    lookAfterHint(sessionId) {
      if (!working.isBusy(sessionId)) changes.refreshSoon(sessionId);
    },
    start() {
      store.agentSessions.resetRunning();
      sessions.start();
      void agentsFile.start().then(() => catalog.start());
      void shellEnv()
        .then(() => passLfsPointers(tmpdir()))
        .catch((error: unknown) => log.warn('git-lfs was not looked for', { error: String(error) }));
      dispatcher.start();
      bin.start();
    },
  };
}
