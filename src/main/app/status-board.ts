import type { PoolHealth } from '../../shared/domain/agent';
import type { SessionId } from '../../shared/domain/ids';
import type { Session } from '../../shared/domain/session';
import type { HostEvent } from '../../shared/ipc/events';
import type { Attention } from './attention';
import type { StatusTray } from './tray';

export interface StatusBoardDeps {
  tray: StatusTray;
  attention: Attention;
  health(): PoolHealth;
}

/** Milliseconds after which a burst of events is shown: native menus are slow to rebuild. */
const BURST = 100;

/** What the user sees of the sessions outside the window: tray, badge and notifications. */
export class StatusBoard {
  readonly #deps: StatusBoardDeps;
  /** Kept from events, so that a burst of them costs no reading. */
  readonly #sessions = new Map<SessionId, Session>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(deps: StatusBoardDeps) {
    this.#deps = deps;
  }

  /** Begins with the sessions there are; nothing of them is news. */
  start(sessions: readonly Session[]): void {
    for (const session of sessions) this.#keep(session);
    this.refresh();
  }

  follow(event: HostEvent): void {
    if (event.type === 'session.changed') this.#keep(event.session);
    else if (event.type === 'session.removed') this.#forget(event.sessionId);
    else if (event.type !== 'pool.changed') return;
    this.refresh();
  }

  /** Shows everything again in a moment. */
  refresh(): void {
    if (this.#stopped) return;
    this.#timer ??= setTimeout(() => this.#show(), BURST);
  }

  /** What is stopped after it may still report events; they are shown no more. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#deps.tray.destroy();
  }

  #show(): void {
    this.#timer = undefined;
    const sessions = [...this.#sessions.values()];
    this.#deps.tray.update(sessions, this.#deps.health());
    this.#deps.attention.badge(sessions);
  }

  #keep(session: Session): void {
    this.#sessions.set(session.id, session);
    this.#deps.attention.follow(session);
  }

  #forget(sessionId: SessionId): void {
    this.#sessions.delete(sessionId);
    this.#deps.attention.forget(sessionId);
  }
}
