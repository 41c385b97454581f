import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionId } from '../../shared/domain/ids';
import type { Repository } from '../../shared/domain/repository';
import { isWorking } from '../../shared/domain/session';
import { isLive } from '../../shared/domain/session-life';
import { blocksTurns } from '../../shared/domain/session-trouble';
import { passLfsPointers } from '../git/worktrees/lfs';
import { createAgentServices } from './agent-services';
import { builtinAgent } from './agents/builtin-agent';
import { CallOffs } from './changes/call-offs';
import { ChangeSearch } from './changes/change-search';
import { ChangedFiles } from './changes/changed-files';
import { Changes } from './changes/changes';
import { Comments } from './comments/comments';
import { Decisions } from './decisions/decisions';
import { Rewinds } from './decisions/rewinds';
import { Disk } from './disk/disk';
import { Dispatcher } from './dispatcher';
import { EventLog } from './events/event-log';
import { Finish } from './finish/finish';
import type { HostDeps } from './host-deps';
import { Repositories } from './repositories';
import { Bin } from './sessions/bin';
import { prepareWorktree } from './sessions/prepare-worktree';
import { SessionTroubles } from './sessions/session-troubles';
import { Sessions } from './sessions/sessions';
import { UnlistedSessions } from './sessions/unlisted-sessions';
import { SettingsService } from './settings';
import { Mentions } from './turns/mentions';
import { PausedQueues } from './turns/paused-queues';
import { steerTurn } from './turns/steer-turn';
import { TurnNews } from './turns/turn-news';
import { WorkingTurns } from './turns/working-turns';
import { UnfinishedMoves } from './unfinished-moves';

export type Host = ReturnType<typeof createHost>;

/** All services of Coppice, wired; plain Node, so that it also runs without a window. */
export function createHost(deps: HostDeps) {
  const { store, log, publish, shellEnv } = deps;
  const worktree = (id: SessionId) => sessions.worktree(id);
  const worktreePath = async (id: SessionId) => (await worktree(id)).path;

  const eventLog = new EventLog({
    events: store.events,
    turns: store.turns,
    transaction: store.transaction,
    publish: (sessionId, events) => publish({ type: 'agent.said', sessionId, events }),
    onWriteFailed: (error) => log.error('events could not be written', { error: String(error) }),
    log,
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
    isGitSlow: (id) => callOffs.isSlow(id),
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
  const moves = new UnfinishedMoves({ store, log });
  const callOffs = new CallOffs((id) => sessions.changed(id));
  const changes = new Changes({
    store,
    worktree,
    originNow: (id) => working.origin(id),
    settle: (id, worktree) => moves.settle(id, worktree),
    callOffs,
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
  const changedFiles = new ChangedFiles({ store, worktree });
  const decisions = new Decisions({ store, changes, changedFiles, worktree, moves, callOffs });
  const agents = createAgentServices({
    ...deps,
    eventLog,
    changes,
    working,
    worktreePath,
    modelEnvironment: () => settings.modelEnvironment(),
    signalTurn: (id, signal) => dispatcher.signalTurn(id, signal),
    onContextDecided: (sessionId) => {
      dispatcher.wake();
      sessions.changed(sessionId);
    },
  });
  const { agentName, agentSessions, catalog, contexts, pool, turnRunner } = agents;
  const dispatcher = new Dispatcher({
    turns: store.turns,
    paused: new PausedQueues({
      table: store.settings,
      exists: (id) => store.sessions.find(id) !== undefined,
    }),
    run: (turn, signal) => turnRunner.run(turn, signal),
    steer: (running, message) => steerTurn({ agentSessions, eventLog }, running, message),
    kill: ({ sessionId, agent }) => pool.evict(sessionId, agent),
    mayRun: (id) =>
      isLive(store.sessions.get(id)) &&
      (sessions.isPreparing(id) || (sessions.isPrepared(id) && troubles.allows(id))),
    mayStart: async (id) => sessions.isPreparing(id) || !blocksTurns(await troubles.look(id)),
    onTurn: (turn) => turnNews.changed(turn),
    onOfferCutOff: (turn) => turnNews.offerCutOff(turn),
    onWithdrawn: (turn) => turnNews.withdrawn(turn),
    waitsForUser: ({ sessionId, agent }) => contexts.isLost(sessionId, agent),
    wasHeard: ({ sessionId, id }) => store.events.wasHeard(sessionId, id),
    onRestated: (turns) => turnNews.restated(turns),
    log,
  });
  const comments = new Comments({
    store,
    changes,
    changedFiles,
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
  const turnNews = new TurnNews({ ...deps, eventLog, comments, sessions, troubles });
  const mentions = new Mentions({
    worktree,
    version: (id) => store.checkpoints.latest(id)?.commitId ?? '',
  });

  const isAtWork = (id: SessionId) => isWorking(sessions.get(id));
  const finish = new Finish({
    store,
    sessions,
    changes,
    callOffs,
    moves,
    repository: (id) => repositories.get(sessions.get(id).repositoryId),
    reader: deps.reader,
    shellEnv,
    agentName,
    isWorking: isAtWork,
    requireQueue: (id, agent) => {
      catalog.definition(agent);
      dispatcher.requireOpen(id);
    },
    enqueue: (id, agent, prompt) => dispatcher.enqueue(id, agent, prompt),
    onProgress: (sessionId, step) => publish({ type: 'finish.progressed', sessionId, step }),
  });

  function parentFolder({ id, name }: Pick<Repository, 'id' | 'name'>): string {
    return join(deps.worktreesFolder, `${name}-${id.slice(0, 8)}`);
  }

  return {
    ...agents,
    bin,
    callOffs,
    changes,
    changedFiles,
    comments,
    changeSearch,
    decisions,
    dispatcher,
    eventLog,
    finish,
    mentions,
    repositories,
    rewinds: new Rewinds({ changes, decisions, worktree, isWorking: isAtWork }),
    sessions,
    settings,
    troubles,
    unlisted,
    /** Looks at a session's worktree soon because another program may have changed it; a turn that runs looks itself. */
    lookAfterHint(sessionId: SessionId) {
      if (!working.isBusy(sessionId)) changes.refreshSoon(sessionId);
    },
    /** Tells the truth about what an earlier run left behind, then goes on with its queues. */
    start() {
      store.agentSessions.resetRunning();
      sessions.start();
      for (const id of moves.sessions()) changes.refreshSoon(id);
      void agents.agentsFile.start().then(() => catalog.start());
      void shellEnv()
        .then(() => passLfsPointers(tmpdir()))
        .catch((error: unknown) => log.warn('git-lfs was not looked for', { error: String(error) }));
      dispatcher.start();
      bin.start();
    },
  };
}
