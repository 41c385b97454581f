import type { SessionId } from '../../../shared/domain/ids';
import type { Turn } from '../../../shared/domain/turn';
import type { TurnsRepository } from '../../store/repositories/turns';
import type { Steered } from '../agent-backend';
import type { Log } from '../log';
import type { PausedQueues } from './paused-queues';
import type { Outcome } from './turn-runner';

/** What the dispatcher needs of the rest of Coppice; times are in milliseconds. */
export interface DispatcherDeps {
  turns: TurnsRepository;
  /** The queues the user holds. */
  paused: PausedQueues;
  /**
   * Runs one turn to its end. It must honour `signal` and may report progress by `signalTurn`. "not-sent" puts the
   * turn back to where it was in the queue: nothing of it was sent, and `waitsForUser` is true of it.
   */
  run(turn: Turn, signal: AbortSignal): Promise<Outcome>;
  /** Puts a prompt into a running turn and, when its agent took it, into the transcript. Must not reject. */
  steer(running: Turn, message: Turn): Promise<Steered>;
  /** Called with a queued prompt that Coppice was offering to a running turn when it ended: who has it is not known. */
  onOfferCutOff(turn: Turn): void;
  /** Ends the agent of a turn and all its processes. */
  kill(turn: Turn): Promise<void>;
  /** False for a session whose turns may not start, because it was put away. */
  mayRun(sessionId: SessionId): boolean;
  /**
   * Looks whether a session can be worked in right now; a turn that may not start stays queued until `wake`. Then
   * `mayRun` is false as well.
   */
  mayStart?(sessionId: SessionId): Promise<boolean>;
  /** Called after a turn's new state is on disk. */
  onTurn(turn: Turn): void;
  /** True for a queued turn whose agent cannot go on before the user has decided something about it. */
  waitsForUser(turn: Turn): boolean;
  /** True when the agent said anything in the turn. */
  wasHeard(turn: Turn): boolean;
  onWithdrawn(turn: Turn): void;
  /** Called with turns of which anything but the state is new (place, prompt, what became of it), once it is on disk. */
  onRestated(turns: Turn[]): void;
  log: Log;
  now?(): number;
  /** Milliseconds before the end of a turn that could not be written is tried again. */
  retryAfter?: number;
  /** How long `stop` waits for cancelled turns, in milliseconds. */
  stopDeadline?: number;
  /** How long the rest of a turn that was ended by force may hold up the next one, in milliseconds. */
  forceDeadline?: number;
}
