import type { AgentDefinition, AgentSession, AgentSessionStatus } from '../../../shared/domain/agent';
import type { ContentBlock } from '../../../shared/domain/content';
import type { AgentId, SessionId, TurnId } from '../../../shared/domain/ids';
import { AppError, toErrorInfo } from '../../../shared/errors';
import type { AgentSessionsRepository } from '../../store/repositories/agent-sessions';
import type { EventsRepository } from '../../store/repositories/events';
import type {
  AgentBackend,
  AgentSessionHandle,
  BackendExit,
  EmittedEvent,
  EnsureSessionOpts,
  Steered,
} from '../agent-backend';
import type { AgentPool } from '../agent-pool';
import type { EventLog } from '../events/event-log';
import type { EventSource } from '../events/event-source';
import type { Log } from '../log';
import type { Contexts } from './contexts';
import type { Permissions } from './permissions';

export interface AgentSessionsDeps {
  pool: AgentPool;
  rows: AgentSessionsRepository;
  events: Pick<EventsRepository, 'latestOfKind'>;
  eventLog: EventLog;
  permissions: Permissions;
  contexts: Contexts;
  /** Throws AppError `agent.not-found` or `agent.not-installed`. */
  definition(agent: AgentId): AgentDefinition;
  createBackend(definition: AgentDefinition): AgentBackend;
  /** The session's worktree path; throws `worktree.missing`. */
  worktreePath(sessionId: SessionId): Promise<string>;
  /** The turn an agent is working on, for what it says meanwhile. */
  runningTurn(sessionId: SessionId, agent: AgentId): TurnId | undefined;
  /** Told of files that Coppice writes for an agent, before and after. */
  writing(sessionId: SessionId, agent: AgentId, path: string, text: string): () => void;
  onEvent(source: EventSource, emitted: EmittedEvent): void;
  onChange(agentSession: AgentSession): void;
  log: Log;
}

/** A living agent with its conversation open. */
export interface LiveAgent {
  backend: AgentBackend;
  handle: AgentSessionHandle;
}

interface Opening {
  cwd: string;
  resumeId?: string;
  /** Calls the start of the agent off. */
  signal: AbortSignal;
}

/** The conversations of agents, one per (session, agent): opens them lazily and brings them back after a restart. */
export class AgentSessions {
  readonly #deps: AgentSessionsDeps;
  readonly #views = new Map<string, AgentSession>();
  readonly #handles = new WeakMap<AgentBackend, AgentSessionHandle>();

  constructor(deps: AgentSessionsDeps) {
    this.#deps = deps;
  }

  /** The agent with its conversation, started or brought back when it is not alive. */
  async ensure(sessionId: SessionId, agent: AgentId): Promise<LiveAgent> {
    const backend = await this.#deps.pool.ensure(sessionId, agent, (signal) =>
      this.#start(sessionId, agent, signal),
    );
    const handle = this.#handles.get(backend);
    if (!handle) throw new Error('A backend joined the pool without a conversation');
    return { backend, handle };
  }

  /** True when the agent is not alive and has a conversation to bring back before it can go on. */
  mustBringBack(sessionId: SessionId, agent: AgentId): boolean {
    if (this.#deps.pool.get(sessionId, agent)) return false;
    return this.#deps.rows.find(sessionId, agent)?.nativeSessionId !== undefined;
  }

  /** What is known of every agent that has worked in the session. */
  list(sessionId: SessionId): AgentSession[] {
    return this.#deps.rows.listBySession(sessionId).map(({ agent }) => this.view(sessionId, agent));
  }

  view(sessionId: SessionId, agent: AgentId): AgentSession {
    const key = `${sessionId}:${agent}`;
    const known = this.#views.get(key) ?? this.#recall(sessionId, agent);
    this.#views.set(key, known);
    return known;
  }

  /** Records what the agent is doing. */
  setStatus(sessionId: SessionId, agent: AgentId, status: AgentSessionStatus, error?: string): void {
    this.#deps.rows.setStatus(sessionId, agent, status, error);
    const { error: _, ...view } = this.view(sessionId, agent);
    this.#update({ ...view, status, ...(error && { error }) });
  }

  /** Changes a setting of the agent's conversation, starting the agent if needed. */
  async setOption(
    sessionId: SessionId,
    agent: AgentId,
    optionId: string,
    value: string | boolean,
  ): Promise<void> {
    const { backend, handle } = await this.ensure(sessionId, agent);
    if (!backend.setOption) throw new AppError('input.invalid', 'This agent has no settings.');
    await backend.setOption(handle, optionId, value);
    this.#deps.rows.setChosenOption(sessionId, agent, optionId, value);
  }

  /** Publishes what is known of the agent as it is now. */
  changed(sessionId: SessionId, agent: AgentId): void {
    this.#update(this.view(sessionId, agent));
  }

  /** Puts a prompt into what the agent is doing. */
  async steer(sessionId: SessionId, agent: AgentId, prompt: ContentBlock[]): Promise<Steered> {
    const backend = this.#deps.pool.get(sessionId, agent);
    const handle = backend && this.#handles.get(backend);
    return (handle && (await backend.steer?.(handle, prompt))) ?? 'refused';
  }

  async stop(sessionId: SessionId, agent: AgentId): Promise<void> {
    await this.#deps.pool.evict(sessionId, agent);
  }

  async #start(sessionId: SessionId, agent: AgentId, signal: AbortSignal): Promise<AgentBackend> {
    const definition = this.#deps.definition(agent);
    const cwd = await this.#deps.worktreePath(sessionId);
    this.#deps.rows.upsert({ sessionId, agent, backend: definition.backend, status: 'starting' });
    this.setStatus(sessionId, agent, 'starting');
    try {
      const backend = await this.#open(sessionId, definition, cwd, signal);
      this.setStatus(sessionId, agent, 'idle');
      void backend.exited.then((exit) => this.#ended(sessionId, backend, exit));
      return backend;
    } catch (error) {
      const { code } = toErrorInfo(error);
      if (signal.aborted || code === 'agent.context-lost') this.setStatus(sessionId, agent, 'stopped');
      else this.setStatus(sessionId, agent, 'failed', toErrorInfo(error).message);
      throw error;
    }
  }

  /** A turn tells of its agent's end itself; one that was not at work is started again by the next prompt. */
  #ended(sessionId: SessionId, backend: AgentBackend, { code, signal }: BackendExit): void {
    const { id: agent, name } = backend.agent;
    this.setStatus(sessionId, agent, 'stopped');
    if (backend.status !== 'failed' || this.#deps.runningTurn(sessionId, agent)) return;
    const how = signal ? `signal ${signal}` : `exit code ${code ?? 'unknown'}`;
    this.#deps.eventLog.say(this.#source(sessionId, agent), {
      kind: 'notice',
      severity: 'info',
      title: `${name} ended while it had nothing to do (${how}). The next prompt starts it again`,
    });
  }

  /** Opens the stored conversation, or a new one where there is none or the user wants that. */
  async #open(
    sessionId: SessionId,
    definition: AgentDefinition,
    cwd: string,
    signal: AbortSignal,
  ): Promise<AgentBackend> {
    const resumeId = this.#deps.contexts.toBringBack(sessionId, definition.id);
    if (!resumeId) return this.#openOne(sessionId, definition, { cwd, signal });
    try {
      return await this.#openOne(sessionId, definition, { cwd, resumeId, signal });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'agent.context-lost' || signal.aborted) throw error;
      const lost = this.#deps.contexts.lose(sessionId, definition.id, resumeId, error);
      if (lost) throw lost;
    }
    return this.#openOne(sessionId, definition, { cwd, signal });
  }

  async #openOne(sessionId: SessionId, definition: AgentDefinition, how: Opening): Promise<AgentBackend> {
    const backend = this.#deps.createBackend(definition);
    try {
      const handle = await backend.ensureSession(this.#options(sessionId, definition.id, how));
      this.#handles.set(backend, handle);
      this.#deps.contexts.opened(sessionId, definition.id, handle.nativeSessionId);
      const view = this.view(sessionId, definition.id);
      this.#update({
        ...view,
        nativeSessionId: handle.nativeSessionId,
        ...(backend.steer && { steerable: true as const }),
      });
      return backend;
    } catch (error) {
      await backend.dispose();
      throw error;
    }
  }

  #options(sessionId: SessionId, agent: AgentId, { cwd, resumeId, signal }: Opening): EnsureSessionOpts {
    return {
      sessionId,
      cwd,
      ...(resumeId && { resumeId }),
      emit: (emitted) => this.#take(sessionId, agent, emitted),
      room: () => this.#deps.eventLog.room(sessionId),
      writing: (path, text) => this.#deps.writing(sessionId, agent, path, text),
      askPermission: (request, signal) =>
        this.#deps.permissions.ask(this.#source(sessionId, agent), request, signal),
      signal,
    };
  }

  #take(sessionId: SessionId, agent: AgentId, emitted: EmittedEvent): void {
    const source = this.#source(sessionId, agent);
    this.#deps.eventLog.append(source, emitted);
    const { body } = emitted;
    const view = this.view(sessionId, agent);
    if (body.kind === 'config') this.#update({ ...view, options: body.options });
    if (body.kind === 'commands') this.#update({ ...view, commands: body.commands });
    this.#deps.onEvent(source, emitted);
  }

  #source(sessionId: SessionId, agent: AgentId): EventSource {
    const turnId = this.#deps.runningTurn(sessionId, agent);
    return { sessionId, agent, ...(turnId && { turnId }) };
  }

  #recall(sessionId: SessionId, agent: AgentId): AgentSession {
    const row = this.#deps.rows.find(sessionId, agent);
    const config = this.#deps.events.latestOfKind(sessionId, agent, 'config');
    const commands = this.#deps.events.latestOfKind(sessionId, agent, 'commands');
    return {
      sessionId,
      agent,
      status: row?.status ?? 'stopped',
      ...(row?.nativeSessionId && { nativeSessionId: row.nativeSessionId }),
      ...(this.#deps.contexts.isLost(sessionId, agent) && { contextLost: true as const }),
      options: config?.kind === 'config' ? config.options : [],
      commands: commands?.kind === 'commands' ? commands.commands : [],
    };
  }

  #update(view: AgentSession): void {
    const { contextLost: _, ...rest } = view;
    const lost = this.#deps.contexts.isLost(view.sessionId, view.agent);
    const next: AgentSession = { ...rest, ...(lost && { contextLost: true }) };
    this.#views.set(`${view.sessionId}:${view.agent}`, next);
    this.#deps.onChange(next);
  }
}
