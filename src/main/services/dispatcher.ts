import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { StopReason } from '../../shared/domain/agent-event';
import type { ContentBlock } from '../../shared/domain/content';
import { type AgentId, type SessionId, type TurnId, turnId } from '../../shared/domain/ids';
import { isActive, type Overlap, reduceTurn, type Turn, type TurnSignal } from '../../shared/domain/turn';
import { AppError } from '../../shared/errors';
import type { NewTurn } from '../store/repositories/turns';
import type { TurnResult } from './agent-backend';
import { continueTurn, dismissTurn } from './continue-turn';
import { withDeadline } from './deadline';
import type { DispatcherDeps } from './dispatcher-deps';
import { holdsQueue, leavesQueueHeld } from './holds-queue';
import { pickNext } from './pick-next';
import { reorderQueue } from './reorder-queue';
import type { Outcome } from './turn-runner';

interface Running {
  turn: Turn;
  abort: AbortController;
  done: Promise<void>;
}

/**
 * Decides which turn runs when, and nothing else: prompts are durable before they are acknowledged, one turn runs
 * per session unless the user wants others beside it, sessions run in parallel. Wakes on events, never polls.
 */
export class Dispatcher {
  readonly #deps: DispatcherDeps;
  readonly #running = new Map<TurnId, Running>();
  /** Queues that wait because of how the turn before them ended. */
  readonly #held = new Set<SessionId>();
  /** Sessions that are being put away: nothing is queued in them meanwhile. */
  readonly #closed = new Set<SessionId>();
  /** Prompts that are offered to a running turn, and wait in the queue until it is known who has them. */
  readonly #steering = new Set<TurnId>();
  #stopping = false;

  constructor(deps: DispatcherDeps) {
    this.#deps = deps;
  }

  /** Tells the truth about turns a dead process left behind, and goes on with the queues nobody interrupted. */
  start(): void {
    const interrupted = this.#deps.turns.interruptRunning(this.#now());
    for (const turn of interrupted) this.#deps.onTurn(turn);
    const cutOff = new Set(interrupted.map(({ sessionId }) => sessionId));
    for (const { sessionId } of this.#deps.turns.listOpen()) {
      const latest = this.#deps.turns.latestStarted(sessionId);
      if (cutOff.has(sessionId) || leavesQueueHeld(latest)) this.#held.add(sessionId);
    }
    this.wake();
  }

  /** Queues a prompt; it is on disk when this returns. Throws `store.unusable` when it could not be and was not taken. */
  enqueue(sessionId: SessionId, agent: AgentId, prompt: ContentBlock[], overlap?: Overlap): Turn {
    this.#refuseUnlessOpen(sessionId);
    const id = turnId.parse(randomUUID());
    const turn = this.#take({ id, sessionId, agent, prompt, createdAt: this.#now() }, overlap);
    this.#tell(turn);
    // A new prompt says what to do after a failure, but it does not end a pause.
    this.#held.delete(sessionId);
    this.wake();
    return turn;
  }

  /**
   * Offers a prompt to the session's running turn. It is queued first, so that it is on disk whatever happens, and
   * leaves the queue when the agent has it; else it waits its turn like any other. Resolves to whether it was taken.
   */
  async steer(sessionId: SessionId, agent: AgentId, prompt: ContentBlock[]): Promise<boolean> {
    const running = this.runningTurn(sessionId, agent);
    // While a turn runs, nothing of its session's queue starts before the next tick.
    const message = this.enqueue(sessionId, agent, prompt);
    if (!running || running.state.status === 'starting') return false;
    this.#steering.add(message.id);
    try {
      const taken = await this.#deps.steer(running, message);
      // It may have been taken out of the queue meanwhile, by the user.
      const left = taken ? this.#deps.turns.deleteQueued(message.id) : undefined;
      if (left) this.#deps.onWithdrawn(left);
      return taken;
    } finally {
      this.#steering.delete(message.id);
      this.wake();
    }
  }

  #take(turn: NewTurn, overlap: Overlap | undefined): Turn {
    try {
      if (overlap) this.#deps.overlaps.set(turn.id, overlap);
      return this.#deps.overlaps.on(this.#deps.turns.insert(turn));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'store.unusable') throw error;
      throw new AppError(error.code, `The prompt was not taken. ${error.message}`, error.hint, error.detail);
    }
  }

  // What is on disk is true, whatever fails after it: a prompt that was taken must not be called refused.
  #tell(turn: Turn): void {
    try {
      this.#deps.onTurn(turn);
    } catch (error) {
      this.#deps.log.error('the state of a turn was not told', { turn: turn.id, error: String(error) });
    }
  }

  /** Stops a running turn, or takes a queued one out of the queue as cancelled. Returns at once; the end is an event. */
  cancel(id: TurnId): void {
    const running = this.#running.get(id);
    if (running) {
      running.abort.abort();
      const noted = this.#deps.turns.noteStop(id, this.#now());
      if (noted) this.#deps.onRestated([noted]);
      return;
    }
    const turn = this.#deps.turns.get(id);
    if (turn.state.status === 'queued') this.#end(turn, { stopReason: 'cancelled' });
  }

  /**
   * Ends a turn at once, as cancelled, whatever its agent does, and has the agent killed. The next turn
   * starts when nothing of this one is left, or at a deadline.
   */
  forceEnd(id: TurnId): void {
    const running = this.#running.get(id);
    if (!running) {
      this.cancel(id);
      return;
    }
    running.abort.abort();
    void this.#giveUp(running);
    running.turn = this.#apply(running.turn, { type: 'end', stopReason: 'cancelled' });
  }

  /** Takes a turn out of the queue. Throws `turn.not-running` when it already started. */
  withdraw(id: TurnId): Turn {
    const turn = this.#running.has(id) ? undefined : this.#deps.turns.deleteQueued(id);
    if (!turn) throw new AppError('turn.not-running', 'This prompt was already sent to the agent.');
    this.#deps.onWithdrawn(turn);
    return turn;
  }

  /** Gives a queued turn another prompt; it keeps its place. Throws `turn.not-running` when it already started. */
  edit(id: TurnId, prompt: ContentBlock[]): Turn {
    const turn = this.#running.has(id) ? undefined : this.#deps.turns.setPrompt(id, prompt);
    if (!turn) throw new AppError('turn.not-running', 'This prompt was already sent to the agent.');
    this.#deps.onRestated([turn]);
    return turn;
  }

  /** Goes on with an interrupted turn, before anything that waits; see `continueTurn`. Returns the new turn. */
  continueTurn(id: TurnId): Turn {
    const { sessionId } = this.#deps.turns.get(id);
    this.#refuseUnlessOpen(sessionId);
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

  /**
   * Puts waiting turns in the given order; turns that are not named keep their place. Throws
   * `turn.not-running` and changes nothing when one of them does not wait any more.
   */
  reorder(sessionId: SessionId, ids: readonly TurnId[]): void {
    const isRunning = (id: TurnId) => this.#running.has(id);
    const moved = reorderQueue({ turns: this.#deps.turns, isRunning }, sessionId, ids);
    this.#deps.onRestated(moved);
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
    return this.#turnsAtWork().find((turn) => turn.sessionId === sessionId && turn.agent === agent);
  }

  /** Applies what was learned of a running turn. A signal that does not apply changes nothing. */
  signalTurn(id: TurnId, signal: TurnSignal): void {
    const running = this.#running.get(id);
    if (running) running.turn = this.#apply(running.turn, signal);
  }

  /** Cancels a session's turns and waits until none runs. No prompt is taken in it until `reopen`. */
  async stopSession(sessionId: SessionId): Promise<void> {
    this.#closed.add(sessionId);
    this.#held.add(sessionId);
    const mine = [...this.#running.values()].filter(({ turn }) => turn.sessionId === sessionId);
    for (const { abort } of mine) abort.abort();
    await Promise.all(mine.map(({ done }) => done));
  }

  /** Takes prompts for a stopped session again; its queue stays held. */
  reopen(sessionId: SessionId): void {
    this.#closed.delete(sessionId);
  }

  /** Refuses new prompts, interrupts the running turns and returns when all is written, or at the deadline. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const running = [...this.#running.values()];
    for (const { abort } of running) abort.abort();
    const all = Promise.all(running.map(({ done }) => done)).then(() => true);
    const inTime = await withDeadline(all, this.#deps.stopDeadline ?? 5000, false);
    if (inTime) return;
    for (const turn of this.#deps.turns.interruptRunning(this.#now())) {
      this.#deps.log.warn('turn did not end in time', { turn: turn.id });
    }
  }

  /** Starts what may start now: also when what a turn waited for, the user or a repair, came from elsewhere. */
  wake(): void {
    if (this.#stopping) return;
    const { overlaps } = this.#deps;
    // What waits behind the first cannot start before it, unless it overlaps.
    const open = this.#deps.turns.listFirstOpen(overlaps.ids()).map((turn) => overlaps.on(turn));
    const held = new Set([...this.#held, ...this.#deps.paused.ids()]);
    const queued = open.filter(
      (turn) =>
        turn.state.status === 'queued' &&
        !this.#steering.has(turn.id) &&
        this.#deps.mayRun(turn.sessionId) &&
        !this.#deps.waitsForUser(turn),
    );
    for (const turn of pickNext(queued, this.#turnsAtWork(), held)) this.#start(turn);
  }

  #turnsAtWork(): Turn[] {
    return [...this.#running.values()].map(({ turn }) => turn);
  }

  #start(queued: Turn): void {
    const abort = new AbortController();
    const running: Running = { turn: queued, abort, done: Promise.resolve() };
    this.#running.set(queued.id, running);
    if (!this.#deps.mayStart) this.#begin(running);
    else running.done = this.#beginIfPossible(running, this.#deps.mayStart(queued.sessionId));
  }

  async #beginIfPossible(running: Running, look: Promise<boolean>): Promise<void> {
    const { id } = running.turn;
    const may = await look.catch((error: unknown) => {
      this.#deps.log.error('a session could not be looked at', { turn: id, error: String(error) });
      return true;
    });
    // When quitting it is left for the next start, and one that was ended by force is over.
    const isOver = this.#stopping || running.turn.state.status === 'ended';
    const isCancelled = running.abort.signal.aborted;
    if (may && !isOver && !isCancelled) {
      this.#begin(running);
      await running.done;
      return;
    }
    if (isCancelled && !isOver) await this.#endForSure(running, { stopReason: 'cancelled' });
    this.#running.delete(id);
    this.wake();
  }

  #begin(running: Running): void {
    const { turn } = running;
    try {
      running.turn = this.#apply(turn, { type: 'start' });
    } catch (error) {
      // It stays queued, and the next prompt or the end of a turn tries again.
      this.#running.delete(turn.id);
      running.done = Promise.resolve();
      this.#deps.log.error('a turn could not be started', { turn: turn.id, error: String(error) });
      return;
    }
    running.done = this.#run(running).finally(() => this.wake());
  }

  async #run(running: Running): Promise<void> {
    let result: Outcome;
    try {
      result = await this.#deps.run(running.turn, running.abort.signal);
    } catch (error) {
      this.#deps.log.error('turn failed outside its agent', { turn: running.turn.id, error: String(error) });
      result = {
        stopReason: 'failed',
        error: { code: 'internal', message: 'Coppice could not run this turn.', detail: String(error) },
      };
    }
    const forced = running.turn.state.status === 'ended';
    if (result === 'not-sent') {
      if (!forced && this.#requeued(running)) return;
      result = { stopReason: 'cancelled' };
    }
    const stopReason = this.#stopping && running.abort.signal.aborted ? 'interrupted' : result.stopReason;
    if (!forced && holdsQueue(stopReason)) this.#held.add(running.turn.sessionId);
    await this.#endForSure(running, { ...result, stopReason });
  }

  /** False when it could not be put back, so that it has to end. */
  #requeued(running: Running): boolean {
    try {
      running.turn = this.#apply(running.turn, { type: 'requeue' });
    } catch (error) {
      this.#deps.log.error('a turn could not be put back', { turn: running.turn.id, error: String(error) });
      return false;
    }
    this.#running.delete(running.turn.id);
    return true;
  }

  /** A full disk must not leave a turn at work for ever: until its end is written, it still counts as running. */
  async #endForSure(running: Running, result: TurnResult): Promise<void> {
    const { id } = running.turn;
    for (;;) {
      try {
        running.turn = this.#end(running.turn, result);
        break;
      } catch (error) {
        this.#deps.log.error('the end of a turn was not written', { turn: id, error: String(error) });
        if (this.#stopping || this.#deps.turns.get(id).state.status === 'ended') break;
        await delay(this.#deps.retryAfter ?? 1000);
      }
    }
    this.#running.delete(id);
  }

  async #giveUp(running: Running): Promise<void> {
    const { id } = running.turn;
    await this.#deps.kill(running.turn).catch((error: unknown) => {
      this.#deps.log.error('an agent could not be ended', { turn: id, error: String(error) });
    });
    const over = running.done.then(() => true);
    if (await withDeadline(over, this.#deps.forceDeadline ?? 5000, false)) return;
    this.#deps.log.warn('the rest of a turn was left behind', { turn: id });
    await this.#endForSure(running, { stopReason: 'cancelled' });
    this.wake();
  }

  #end(turn: Turn, result: { stopReason: StopReason; error?: TurnResult['error'] }): Turn {
    return this.#apply(turn, {
      type: 'end',
      stopReason: result.stopReason,
      ...(result.error && { error: result.error }),
    });
  }

  #apply(turn: Turn, signal: TurnSignal): Turn {
    const state = reduceTurn(turn.state, signal);
    if (state === turn.state) return turn;
    const next = this.#deps.turns.setState(turn.id, state, this.#now());
    this.#tell(next);
    return next;
  }

  /** How many turns are at work. */
  get atWork(): number {
    return [...this.#running.values()].filter(({ turn }) => isActive(turn.state)).length;
  }

  #refuseUnlessOpen(sessionId: SessionId): void {
    if (this.#stopping) throw new AppError('shutting-down', 'Coppice is shutting down.');
    if (!this.#closed.has(sessionId)) return;
    throw new AppError('session.archived', 'This session is being archived.', 'Restore it first.');
  }

  #now(): number {
    return this.#deps.now?.() ?? Date.now();
  }
}
