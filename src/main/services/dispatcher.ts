import { randomUUID } from 'node:crypto';
import type { ContentBlock } from '../../shared/domain/content';
import { type AgentId, type SessionId, type TurnId, turnId } from '../../shared/domain/ids';
import type { Overlap, Turn, TurnSignal } from '../../shared/domain/turn';
import { AppError } from '../../shared/errors';
import { withDeadline } from './deadline';
import { continueTurn, dismissTurn } from './turns/continue-turn';
import type { DispatcherDeps } from './turns/dispatcher-deps';
import { leavesQueueHeld } from './turns/holds-queue';
import { pickNext } from './turns/pick-next';
import { QueueEdits } from './turns/queue-edits';
import { endTurn, RunningTurns, tellTurn } from './turns/running-turns';

/** A prompt to queue, and how it runs where others of its session run. */
export interface NewPrompt extends Pick<Turn, 'agent' | 'prompt'> {
  overlap?: Overlap | undefined;
}

/**
 * Decides which turn runs when, and nothing else: prompts are durable before they are acknowledged, one turn runs
 * per session unless the user wants others beside it, sessions run in parallel. Wakes on events, never polls.
 */
export class Dispatcher {
  /** What the user can do to prompts that wait. */
  readonly edits: QueueEdits;
  readonly #deps: DispatcherDeps;
  readonly #running: RunningTurns;
  /** Queues that wait because of how the turn before them ended. */
  readonly #held = new Set<SessionId>();
  /** Sessions that are being put away: nothing is queued in them meanwhile. */
  readonly #closed = new Set<SessionId>();
  /** Prompts that are offered to a running turn, and wait in the queue until it is known who has them. */
  readonly #steering = new Set<TurnId>();
  #stopping = false;

  constructor(deps: DispatcherDeps) {
    this.#deps = deps;
    this.#running = new RunningTurns(deps, {
      isStopping: () => this.#stopping,
      onHold: (sessionId) => this.#held.add(sessionId),
      onOver: () => this.wake(),
    });
    this.edits = new QueueEdits(deps, (id) => this.#running.has(id));
  }

  /** Tells the truth about turns a dead process left behind, and goes on with the queues nobody interrupted. */
  start(): void {
    for (const turn of this.#deps.turns.listEndsUntold()) this.#deps.onTurn(turn);
    const interrupted = this.#deps.turns.interruptRunning(this.#now());
    for (const turn of interrupted) this.#deps.onTurn(turn);
    const offered = this.#deps.turns.takeOffers();
    for (const turn of offered) this.#deps.onOfferCutOff(turn);
    const cutOff = new Set([...interrupted, ...offered].map(({ sessionId }) => sessionId));
    for (const { sessionId } of this.#deps.turns.listOpen()) {
      const latest = this.#deps.turns.latestStarted(sessionId);
      if (cutOff.has(sessionId) || leavesQueueHeld(latest)) this.#held.add(sessionId);
    }
    this.wake();
  }

  /** Queues a prompt; it is on disk when this returns. Throws `store.unusable` when it could not be and was not taken. */
  enqueue(sessionId: SessionId, agent: AgentId, prompt: ContentBlock[], overlap?: Overlap): Turn {
    return this.enqueueAll(sessionId, [{ agent, prompt, overlap }], () => {})[0] as Turn;
  }

  /**
   * Queues several prompts; they and what `also` stores are on disk when this returns, or nothing of it is and this throws.
   * `also` must not be async.
   */
  enqueueAll(
    sessionId: SessionId,
    prompts: readonly NewPrompt[],
    also: (turns: readonly Turn[]) => void,
  ): Turn[] {
    this.requireOpen(sessionId);
    const turns = this.#take(sessionId, prompts, also);
    for (const turn of turns) tellTurn(this.#deps, turn);
    // A new prompt says what to do after a failure, but it does not end a pause.
    this.#held.delete(sessionId);
    this.wake();
    return turns;
  }

  /**
   * Offers a prompt to the session's running turn. It is queued first, so that it is on disk whatever happens, and
   * leaves the queue when the agent has it; else it waits its turn like any other, and for the user when nobody knows.
   * Resolves to whether it was taken.
   */
  async steer(sessionId: SessionId, agent: AgentId, prompt: ContentBlock[]): Promise<boolean> {
    const running = this.runningTurn(sessionId, agent);
    // While a turn runs, nothing of its session's queue starts before the next tick.
    const message = this.enqueue(sessionId, agent, prompt);
    if (!running || running.state.status === 'starting') return false;
    this.#steering.add(message.id);
    this.#deps.turns.noteOffer(message.id, this.#now());
    try {
      const steered = await this.#deps.steer(running, message);
      if (steered === 'unknown') {
        // It stays noted as offered, so that it does not run by itself after a restart either.
        const waiting = this.#deps.turns.find(message.id);
        if (waiting) this.#held.add(sessionId);
        if (waiting) this.#deps.onRestated([waiting]);
        return false;
      }
      const taken = steered === 'taken';
      // It may have been taken out of the queue meanwhile, by the user.
      const left = taken ? this.#deps.turns.deleteQueued(message.id) : undefined;
      if (left) this.#deps.onWithdrawn(left);
      else this.#deps.turns.noteOffer(message.id, null);
      return taken;
    } finally {
      this.#steering.delete(message.id);
      this.wake();
    }
  }

  #take(sessionId: SessionId, prompts: readonly NewPrompt[], also: (turns: readonly Turn[]) => void): Turn[] {
    const createdAt = this.#now();
    try {
      const taken = prompts.map(({ agent, prompt, overlap }) => {
        const id = turnId.parse(randomUUID());
        return { id, sessionId, agent, prompt, createdAt, ...(overlap && { overlap }) };
      });
      return this.#deps.turns.insertAll(taken, also);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'store.unusable') throw error;
      throw new AppError(error.code, `The prompt was not taken. ${error.message}`, error.hint, error.detail);
    }
  }

  /** Stops a running turn, or takes a queued one out of the queue as cancelled. Returns at once; the end is an event. */
  cancel(id: TurnId): void {
    if (this.#running.abort(id)) {
      const noted = this.#deps.turns.noteStop(id, this.#now());
      if (noted) this.#deps.onRestated([noted]);
      return;
    }
    const turn = this.#deps.turns.get(id);
    if (turn.state.status === 'queued') endTurn(this.#deps, turn, { stopReason: 'cancelled' });
  }

  /**
   * Ends a turn at once, as cancelled, whatever its agent does, and has the agent killed. The next turn
   * starts when nothing of this one is left, or at a deadline.
   */
  forceEnd(id: TurnId): void {
    if (!this.#running.forceEnd(id)) this.cancel(id);
  }

  /** Goes on with an interrupted turn, before anything that waits; see `continueTurn`. Returns the new turn. */
  continueTurn(id: TurnId): Turn {
    const { sessionId } = this.#deps.turns.get(id);
    this.requireOpen(sessionId);
    const restated = continueTurn(this.#deps, id, this.#now());
    this.#held.delete(sessionId);
    this.#deps.onRestated(restated);
    this.wake();
    return restated[1];
  }

  /** Lets an interrupted turn rest, and its queue go on. Throws `turn.not-running` when that was decided before. */
  dismissTurn(id: TurnId): void {
    const turn = dismissTurn(this.#deps, id);
    if (!this.#closed.has(turn.sessionId)) this.#held.delete(turn.sessionId);
    this.#deps.onRestated([turn]);
    this.wake();
  }

  /** Holds a session's queue until `release`, also over restarts; what runs goes on. Throws `store.unusable`. */
  pause(sessionId: SessionId): void {
    this.#deps.paused.add(sessionId);
  }

  /** Lets a held or paused queue go on. */
  release(sessionId: SessionId): void {
    if (this.#closed.has(sessionId)) return;
    this.#deps.paused.delete(sessionId);
    this.#held.delete(sessionId);
    this.wake();
  }

  /** True while nothing of the session's queue starts by itself. */
  isHeld(sessionId: SessionId): boolean {
    return this.#held.has(sessionId) || this.isPaused(sessionId);
  }

  isPaused(sessionId: SessionId): boolean {
    return this.#deps.paused.has(sessionId);
  }

  runningTurn(sessionId: SessionId, agent: AgentId): Turn | undefined {
    return this.#running.find(sessionId, agent);
  }

  /** Applies what was learned of a running turn. A signal that does not apply changes nothing. */
  signalTurn(id: TurnId, signal: TurnSignal): void {
    this.#running.signal(id, signal);
  }

  /** Cancels a session's turns and waits until none runs. No prompt is taken in it until `reopen`. */
  async stopSession(sessionId: SessionId): Promise<void> {
    this.#closed.add(sessionId);
    this.#held.add(sessionId);
    await this.#running.abortAll(sessionId);
  }

  /** Takes prompts for a stopped session again; its queue stays held. */
  reopen(sessionId: SessionId): void {
    this.#closed.delete(sessionId);
  }

  /** Refuses new prompts, interrupts the running turns and returns when all is written, or at the deadline. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const all = this.#running.abortAll().then(() => true);
    const inTime = await withDeadline(all, this.#deps.stopDeadline ?? 5000, false);
    if (inTime) return;
    for (const turn of this.#deps.turns.interruptRunning(this.#now())) {
      this.#deps.log.warn('turn did not end in time', { turn: turn.id });
    }
  }

  /** Starts what may start now: also when what a turn waited for, the user or a repair, came from elsewhere. */
  wake(): void {
    if (this.#stopping) return;
    const held = new Set([...this.#held, ...this.#deps.paused.ids()]);
    const queued = this.#candidates().filter(
      (turn) =>
        turn.state.status === 'queued' &&
        !this.#steering.has(turn.id) &&
        this.#deps.mayRun(turn.sessionId) &&
        !this.#deps.waitsForUser(turn),
    );
    for (const turn of pickNext(queued, this.#running.all, held)) this.#running.start(turn);
  }

  /**
   * The turns that may be next. What waits behind the first of its session cannot start before it, unless it overlaps
   * or the first one's agent waits for the user, which is no reason for others to wait.
   */
  #candidates(): Turn[] {
    const { turns, waitsForUser } = this.#deps;
    const first = turns.listFirstOpen();
    const stuck = first.filter((turn) => turn.state.status === 'queued' && waitsForUser(turn));
    const passed = new Set(stuck.map(({ sessionId }) => sessionId));
    const known = new Set(first.map(({ id }) => id));
    const behind = turns
      .listFirstOfAgents(stuck.map(({ id }) => id))
      .filter(({ id, sessionId, overlap }) => !known.has(id) && (overlap || passed.has(sessionId)));
    return [...first, ...behind];
  }

  /** How many turns are at work. */
  get atWork(): number {
    return this.#running.atWork;
  }

  /** Throws AppError `shutting-down`, or `session.archived` for one that is being put away: they take no prompt. */
  requireOpen(sessionId: SessionId): void {
    if (this.#stopping) throw new AppError('shutting-down', 'Coppice is shutting down.');
    if (!this.#closed.has(sessionId)) return;
    throw new AppError('session.archived', 'This session is being archived.', 'Restore it first.');
  }

  #now(): number {
    return this.#deps.now?.() ?? Date.now();
  }
}
