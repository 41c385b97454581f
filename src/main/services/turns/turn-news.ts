import { textOf } from '../../../shared/domain/content';
import type { SessionId } from '../../../shared/domain/ids';
import type { Turn } from '../../../shared/domain/turn';
import type { HostEvent } from '../../../shared/ipc/events';
import type { Store } from '../../store/store';
import type { Comments } from '../comments/comments';
import type { EventLog } from '../events/event-log';
import type { SessionTroubles } from '../sessions/session-troubles';
import type { Sessions } from '../sessions/sessions';

export interface TurnNewsDeps {
  store: Pick<Store, 'sessions'>;
  eventLog: Pick<EventLog, 'say'>;
  comments: Pick<Comments, 'promptsEdited' | 'turnsChanged'>;
  sessions: Pick<Sessions, 'changed' | 'touch'>;
  troubles: Pick<SessionTroubles, 'look'>;
  publish(event: HostEvent): void;
  /** True when a window shows the session, so that what happens in it counts as read. */
  isWatched(sessionId: SessionId): boolean;
}

/** What follows when a turn is not as it was: who is told, and what else it changes. */
export class TurnNews {
  readonly #deps: TurnNewsDeps;

  constructor(deps: TurnNewsDeps) {
    this.#deps = deps;
  }

  /** A turn has a new state. */
  changed(turn: Turn): void {
    const { store, eventLog, comments, sessions, troubles, publish, isWatched } = this.#deps;
    const { sessionId, agent, id: turnId, state } = turn;
    if (state.status === 'ended' && turn.startedAt !== undefined) {
      const { stopReason, error } = state;
      eventLog.say({ sessionId, agent, turnId }, { kind: 'turn_ended', stopReason, ...(error && { error }) });
    }
    publish({ type: 'turn.changed', turn });
    // Also keeps hold of what the agent committed.
    if (state.status === 'ended' && turn.startedAt !== undefined) void troubles.look(sessionId);
    if (state.status === 'ended' && turn.sentAt === undefined) comments.turnsChanged(sessionId);
    sessions.touch(sessionId);
    const notable = state.status === 'ended' || state.status === 'awaiting';
    if (notable && !isWatched(sessionId)) store.sessions.setUnread(sessionId, true);
    sessions.changed(sessionId);
  }

  /** A prompt was being said into a running turn when Coppice ended. */
  offerCutOff({ sessionId, agent, prompt }: Turn): void {
    const title =
      'Coppice ended while it said a message into the running turn. Whether the agent has it is not known';
    const detail = `It waits in the queue. Take it out if it was done: ${textOf(prompt)}`;
    this.#deps.eventLog.say({ sessionId, agent }, { kind: 'notice', severity: 'warning', title, detail });
  }

  /** A turn was taken out of the queue. */
  withdrawn({ id, sessionId }: Turn): void {
    this.#deps.publish({ type: 'turn.removed', sessionId, turnId: id });
    this.#deps.comments.turnsChanged(sessionId);
    this.#deps.sessions.changed(sessionId);
  }

  /** Anything but the state of turns of one session is new. */
  restated(turns: readonly Turn[]): void {
    const { comments, sessions, publish } = this.#deps;
    for (const turn of turns) publish({ type: 'turn.changed', turn });
    if (!turns[0]) return;
    const [{ sessionId }] = turns;
    comments.promptsEdited(sessionId, turns);
    comments.turnsChanged(sessionId);
    sessions.changed(sessionId);
  }
}
