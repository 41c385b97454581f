import type { SessionId } from '../../shared/domain/ids';
import type { Turn } from '../../shared/domain/turn';
import type { TurnsRepository } from '../store/repositories/turns';
import type { TurnResult } from './agent-backend';
import type { Log } from './log';
import type { PausedQueues } from './paused-queues';

/** What the dispatcher needs of the rest of Coppice; times are in milliseconds. */
export interface DispatcherDeps {
  turns: TurnsRepository;
  /** The queues the user holds. */
  paused: PausedQueues;
  /** Runs one turn to its end. It must honour `signal` and may report progress by `signalTurn`. */
  run(turn: Turn, signal: AbortSignal): Promise<TurnResult>;
  /** Ends the agent of a turn and all its processes. */
  kill(turn: Turn): Promise<void>;
  /** False for a session whose turns may not start, because it was put away. */
  mayRun(sessionId: SessionId): boolean;
  /** Called after a turn's new state is on disk. */
  onTurn(turn: Turn): void;
  onWithdrawn(turn: Turn): void;
  /** Called with the turns that have a new place, once it is on disk. */
  onReordered(turns: Turn[]): void;
  log: Log;
  now?(): number;
  /** Milliseconds before the end of a turn that could not be written is tried again. */
  retryAfter?: number;
  /** How long `stop` waits for cancelled turns, in milliseconds. */
  stopDeadline?: number;
  /** How long the rest of a turn that was ended by force may hold up the next one, in milliseconds. */
  forceDeadline?: number;
}
