import type { AgentId, SessionId, TurnId } from '../../shared/domain/ids';
import type { TurnSignal } from '../../shared/domain/turn';
import { AgentPool } from './agent-pool';
import { AgentSessions } from './agents/agent-sessions';
import { AgentsFile } from './agents/agents-file';
import { builtinAgent } from './agents/builtin-agent';
import { Catalog } from './agents/catalog';
import { Contexts } from './agents/contexts';
import { Permissions } from './agents/permissions';
import { createAcpBackend } from './backends/acp/acp-backend';
import { LongLines } from './backends/acp/long-lines';
import type { Changes } from './changes/changes';
import type { EventLog } from './events/event-log';
import type { HostDeps } from './host-deps';
import { TurnRunner } from './turns/turn-runner';
import type { WorkingTurns } from './turns/working-turns';

export interface AgentServicesDeps
  extends Pick<
    HostDeps,
    'store' | 'log' | 'shellEnv' | 'publish' | 'agentsFile' | 'builtin' | 'version' | 'longLineWorker'
  > {
  eventLog: EventLog;
  changes: Changes;
  working: WorkingTurns;
  /** The session's worktree path; throws `worktree.missing`. */
  worktreePath(sessionId: SessionId): Promise<string>;
  /** What the built-in agent is told of the model, as variables. */
  modelEnvironment(): Promise<NodeJS.ProcessEnv>;
  signalTurn(id: TurnId, signal: TurnSignal): void;
  /** Called after the user decided about a lost conversation: what waited for it may go on. */
  onContextDecided(sessionId: SessionId): void;
}

/** The services that deal with agents, wired: which there are, which live, what they ask, and turns carried out. */
export function createAgentServices(deps: AgentServicesDeps) {
  const { store, log, shellEnv, publish, eventLog, changes, working, worktreePath, signalTurn } = deps;
  const agentName = (agent: AgentId) => catalog.find(agent)?.name ?? agent;

  const longLines = new LongLines({ workerFile: deps.longLineWorker });
  const pool = new AgentPool({
    log,
    onChange: () => publish({ type: 'pool.changed', health: pool.health() }),
  });
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
    onWaiting: ({ sessionId, agent, turnId }, waiting) => {
      if (turnId) signalTurn(turnId, { type: waiting ? 'await' : 'resume' });
      agentSessions.setStatus(sessionId, agent, waiting ? 'awaiting' : 'running');
      // The backend hears the answer a moment later, and only then counts as running again.
      if (!waiting) setImmediate(() => publish({ type: 'pool.changed', health: pool.health() }));
    },
  });
  const contexts = new Contexts({
    store,
    eventLog,
    agentName,
    onDecided: (sessionId, agent) => {
      agentSessions.changed(sessionId, agent);
      deps.onContextDecided(sessionId);
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
    createBackend: (agent) => {
      const env = async () => ({
        ...(await shellEnv()),
        ...(agent.id === builtinAgent && (await deps.modelEnvironment())),
      });
      const clientInfo = { name: 'coppice', version: deps.version };
      return createAcpBackend({ agent, env, log, longLines, clientInfo });
    },
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
    signalTurn,
  });
  return { agentName, agentSessions, agentsFile, catalog, contexts, permissions, pool, turnRunner };
}
