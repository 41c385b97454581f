import { setTimeout as delay } from 'node:timers/promises';
import type { AgentId, SessionId, TurnId } from '../../../shared/domain/ids';
import { isActive, reduceTurn, type Turn, type TurnSignal } from '../../../shared/domain/turn';
import type { TurnResult } from '../agent-backend';
import { withDeadline } from '../deadline';
import type { DispatcherDeps } from './dispatcher-deps';
import { holdsQueue } from './holds-queue';
import type { Outcome } from './turn-runner';

interface Running {
  turn: Turn;
  abort: AbortController;
  done: Promise<void>;
}

export interface RunningTurnsHooks {
  /** True once Coppice is quitting: what is cut off then was interrupted. */
  isStopping(): boolean;
  /** A turn ended so that what waits behind it should not start by itself. */
  onHold(sessionId: SessionId): void;
  /** A turn is over, or could not begin: others may start. */
  onOver(): void;
}

/** The turns at work: each from its start to the moment its end is on disk and nothing of it is left. */
export class RunningTurns {
  readonly #deps: DispatcherDeps;
  readonly #hooks: RunningTurnsHooks;
  readonly #running = new Map<TurnId, Running>();

  constructor(deps: DispatcherDeps, hooks: RunningTurnsHooks) {
    this.#deps = deps;
    this.#hooks = hooks;
  }

  get all(): Turn[] {
    return [...this.#running.values()].map(({ turn }) => turn);
  }

  /** How many are at work, and not only on their way out. */
  get atWork(): number {
    return this.all.filter(({ state }) => isActive(state)).length;
  }

  has(id: TurnId): boolean {
    return this.#running.has(id);
  }

  find(sessionId: SessionId, agent: AgentId): Turn | undefined {
    return this.all.find((turn) => turn.sessionId === sessionId && turn.agent === agent);
  }

  /** Asks a turn to stop; false when it does not run. */
  abort(id: TurnId): boolean {
    const running = this.#running.get(id);
    running?.abort.abort();
    return running !== undefined;
  }

  /** Asks all turns of a session, or all there are, to stop. Resolves when each is over. */
  async abortAll(sessionId?: SessionId): Promise<void> {
    const mine = [...this.#running.values()].filter(
      ({ turn }) => sessionId === undefined || turn.sessionId === sessionId,
    );
    for (const { abort } of mine) abort.abort();
    await Promise.all(mine.map(({ done }) => done));
  }

  /** Ends a turn at once, as cancelled, and has its agent killed; false when it does not run. */
  forceEnd(id: TurnId): boolean {
    const running = this.#running.get(id);
    if (!running) return false;
    running.abort.abort();
    void this.#giveUp(running);
    running.turn = applySignal(this.#deps, running.turn, { type: 'end', stopReason: 'cancelled' });
    return true;
  }

  /** Applies what was learned of a turn that runs. */
  signal(id: TurnId, signal: TurnSignal): void {
    const running = this.#running.get(id);
    if (running) running.turn = applySignal(this.#deps, running.turn, signal);
  }

  /** Begins a queued turn, unless its session turns out not to be one to work in. */
  start(queued: Turn): void {
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
    const isOver = this.#hooks.isStopping() || running.turn.state.status === 'ended';
    const isCancelled = running.abort.signal.aborted;
    if (may && !isOver && !isCancelled) {
      this.#begin(running);
      await running.done;
      return;
    }
    if (isCancelled && !isOver) await this.#endForSure(running, { stopReason: 'cancelled' });
    this.#running.delete(id);
    this.#hooks.onOver();
  }

  #begin(running: Running): void {
    const { turn } = running;
    try {
      running.turn = applySignal(this.#deps, turn, { type: 'start' });
    } catch (error) {
      // It stays queued, and the next prompt or the end of a turn tries again.
      this.#running.delete(turn.id);
      running.done = Promise.resolve();
      this.#deps.log.error('a turn could not be started', { turn: turn.id, error: String(error) });
      return;
    }
    running.done = this.#run(running).finally(() => this.#hooks.onOver());
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
    const stopReason =
      this.#hooks.isStopping() && running.abort.signal.aborted ? 'interrupted' : result.stopReason;
    if (!forced && holdsQueue(stopReason)) this.#hooks.onHold(running.turn.sessionId);
    await this.#endForSure(running, { ...result, stopReason });
  }

  /** False when it could not be put back, so that it has to end. */
  #requeued(running: Running): boolean {
    try {
      running.turn = applySignal(this.#deps, running.turn, { type: 'requeue' });
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
        running.turn = endTurn(this.#deps, running.turn, result);
        break;
      } catch (error) {
        this.#deps.log.error('the end of a turn was not written', { turn: id, error: String(error) });
        if (this.#hooks.isStopping() || this.#deps.turns.get(id).state.status === 'ended') break;
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
    this.#hooks.onOver();
  }
}

/** Brings a turn to its end. Throws `store.unusable` when that could not be written; nothing changed then. */
export function endTurn(deps: DispatcherDeps, turn: Turn, result: TurnResult): Turn {
  const { stopReason, error } = result;
  return applySignal(deps, turn, { type: 'end', stopReason, ...(error && { error }) });
}

/** Writes what a signal makes of a turn and tells it. A signal that does not apply changes nothing. */
export function applySignal(deps: DispatcherDeps, turn: Turn, signal: TurnSignal): Turn {
  const state = reduceTurn(turn.state, signal);
  if (state === turn.state) return turn;
  const next = deps.turns.setState(turn.id, state, deps.now?.() ?? Date.now());
  tellTurn(deps, next);
  return next;
}

/** What is on disk is true, whatever fails after it: a prompt that was taken must not be called refused. */
export function tellTurn({ onTurn, log }: DispatcherDeps, turn: Turn): void {
  try {
    onTurn(turn);
  } catch (error) {
    log.error('the state of a turn was not told', { turn: turn.id, error: String(error) });
  }
}
