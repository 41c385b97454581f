import type { AgentSessionStatus, PoolHealth } from '../../shared/domain/agent';
import type { AgentId, SessionId } from '../../shared/domain/ids';
import { AppError } from '../../shared/errors';
import type { AgentBackend } from './agent-backend';
import { withDeadline } from './deadline';
import type { Log } from './log';

type Key = `${string}:${string}`;

interface Member {
  sessionId: SessionId;
  backend: AgentBackend;
  lastUsed: number;
}

interface Start {
  done: Promise<AgentBackend>;
  abort: AbortController;
}

export interface AgentPoolDeps {
  log: Log;
  /** Called after a backend joined or left. */
  onChange(): void;
  now?(): number;
  /** How long `dispose` waits for backends, in milliseconds. */
  disposeDeadline?: number;
  /** How many idle backends are kept alive; the longest unused goes first and comes back by resume. */
  idleLimit?: number;
}

/** The living agent backends, one per session and agent. A backend that is gone never stays in it. */
export class AgentPool {
  readonly #deps: AgentPoolDeps;
  readonly #members = new Map<Key, Member>();
  readonly #starting = new Map<Key, Start>();
  #disposed = false;

  constructor(deps: AgentPoolDeps) {
    this.#deps = deps;
  }

  /** The living backend, or undefined; never creates one. */
  get(sessionId: SessionId, agent: AgentId): AgentBackend | undefined {
    const member = this.#members.get(keyOf(sessionId, agent));
    if (member) member.lastUsed = this.#now();
    return member?.backend;
  }

  /** Adds a backend until it exits. Throws when its key is already taken by a living one. */
  register(sessionId: SessionId, agent: AgentId, backend: AgentBackend): void {
    const key = keyOf(sessionId, agent);
    if (this.#disposed) throw new AppError('shutting-down', 'Coppice is shutting down.');
    if (this.#members.has(key)) throw new Error(`A backend is already registered for ${key}`);
    this.#members.set(key, { sessionId, backend, lastUsed: this.#now() });
    void backend.exited.then(() => this.#forget(key, backend));
    this.#deps.onChange();
  }

  /**
   * The living backend, made by `create` when there is none. Concurrent calls for one key share one
   * start; a failed start is forgotten, so that the next call tries again. `signal` calls the start off.
   */
  async ensure(
    sessionId: SessionId,
    agent: AgentId,
    create: (signal: AbortSignal) => Promise<AgentBackend>,
  ): Promise<AgentBackend> {
    const living = this.get(sessionId, agent);
    if (living) return living;
    const key = keyOf(sessionId, agent);
    const inFlight = this.#starting.get(key);
    if (inFlight) return inFlight.done;
    const abort = new AbortController();
    const done = this.#start(sessionId, agent, () => create(abort.signal), abort.signal).finally(() => {
      // Only this start: after it was called off, the next one may already hold the key.
      if (this.#starting.get(key)?.done === done) this.#starting.delete(key);
    });
    this.#starting.set(key, { done, abort });
    return done;
  }

  /** Ends one backend, also one that is still starting, and waits until it is gone. */
  async evict(sessionId: SessionId, agent: AgentId): Promise<void> {
    const key = keyOf(sessionId, agent);
    await this.#callOff(key);
    const member = this.#members.get(key);
    if (!member) return;
    this.#forget(key, member.backend);
    await this.#disposeOne(key, member.backend);
  }

  /** Ends every backend of a session. */
  async evictSession(sessionId: SessionId): Promise<void> {
    const ofSession = (key: Key) => key.startsWith(`${sessionId}:`);
    await Promise.all([...this.#starting.keys()].filter(ofSession).map((key) => this.#callOff(key)));
    const mine = [...this.#members].filter(([key]) => ofSession(key));
    await Promise.all(mine.map(([, { backend }]) => this.evict(sessionId, backend.agent.id)));
  }

  /** Ends the idle backends of one agent in all sessions; they come back by resume. */
  async evictIdle(agent: AgentId): Promise<void> {
    const idle = [...this.#members].filter(
      ([, { backend }]) => backend.agent.id === agent && backend.status === 'idle',
    );
    for (const [key, { backend }] of idle) this.#forget(key, backend);
    await Promise.all(idle.map(([key, { backend }]) => this.#disposeOne(key, backend)));
  }

  /** Who is in it, with the session each works for. */
  list(): { sessionId: SessionId; backend: AgentBackend }[] {
    return [...this.#members.values()].map(({ sessionId, backend }) => ({ sessionId, backend }));
  }

  health(): PoolHealth {
    const byStatus: Record<AgentSessionStatus, number> = {
      starting: 0,
      idle: 0,
      running: 0,
      awaiting: 0,
      stopped: 0,
      failed: 0,
    };
    for (const { backend } of this.#members.values()) byStatus[backend.status]++;
    return { size: this.#members.size, byStatus };
  }

  /** Empties the pool and ends all its backends; returns at the deadline even if some hang or throw. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    await Promise.all([...this.#starting.keys()].map((key) => this.#callOff(key)));
    const members = [...this.#members];
    this.#members.clear();
    await Promise.all(members.map(([key, { backend }]) => this.#disposeOne(key, backend)));
    if (members.length > 0) this.#deps.onChange();
  }

  async #start(
    sessionId: SessionId,
    agent: AgentId,
    create: () => Promise<AgentBackend>,
    signal: AbortSignal,
  ): Promise<AgentBackend> {
    const backend = await create();
    if (signal.aborted) {
      await this.#disposeOne(keyOf(sessionId, agent), backend);
      if (this.#disposed) throw new AppError('shutting-down', 'Coppice is shutting down.');
      throw new AppError('agent.exited', 'The agent was stopped while it was starting.', 'Start it again.');
    }
    this.register(sessionId, agent, backend);
    this.#evictIdle();
    return backend;
  }

  #evictIdle(): void {
    const idle = [...this.#members.entries()].filter(([, { backend }]) => backend.status === 'idle');
    const excess = idle.length - (this.#deps.idleLimit ?? 12);
    if (excess <= 0) return;
    const oldest = idle.sort(([, a], [, b]) => a.lastUsed - b.lastUsed).slice(0, excess);
    for (const [key, { backend }] of oldest) {
      this.#forget(key, backend);
      void this.#disposeOne(key, backend);
    }
  }

  /** Ends a start under way and waits until nothing of it is left, or the deadline. */
  async #callOff(key: Key): Promise<void> {
    const start = this.#starting.get(key);
    if (!start) return;
    this.#starting.delete(key);
    start.abort.abort();
    const late = await withDeadline(
      start.done.then(() => false).catch(() => false),
      this.#deadline(),
      true,
    );
    if (late) this.#deps.log.warn('a starting agent did not end in time', { key });
  }

  #forget(key: Key, backend: AgentBackend): void {
    // Only the backend that left: a successor may already hold the key.
    if (this.#members.get(key)?.backend !== backend) return;
    this.#members.delete(key);
    this.#deps.onChange();
  }

  async #disposeOne(key: Key, backend: AgentBackend): Promise<void> {
    try {
      const late = await withDeadline(
        backend.dispose().then(() => false),
        this.#deadline(),
        true,
      );
      if (late) this.#deps.log.warn('agent did not end in time', { key });
    } catch (error) {
      this.#deps.log.warn('agent failed to end', { key, error: String(error) });
    }
  }

  #deadline(): number {
    return this.#deps.disposeDeadline ?? 5000;
  }

  #now(): number {
    return this.#deps.now?.() ?? Date.now();
  }
}

function keyOf(sessionId: SessionId, agent: AgentId): Key {
  return `${sessionId}:${agent}`;
}
