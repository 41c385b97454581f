import type { SessionId } from '../../shared/domain/ids';

/** Typing that pauses for so long is kept by the host, in milliseconds. */
const PAUSE_MS = 250;

/** What is being written in sessions, handed over to be kept when the typing pauses or the page goes away. */
export class KeptSoon<T> {
  private readonly waiting = new Map<SessionId, { value: T; timer: number }>();

  constructor(private readonly keep: (sessionId: SessionId, value: T) => void) {}

  /** Has a value kept soon, instead of what still waits of the session. */
  soon(sessionId: SessionId, value: T): void {
    clearTimeout(this.waiting.get(sessionId)?.timer);
    this.waiting.set(sessionId, {
      value,
      timer: window.setTimeout(() => this.now(sessionId), PAUSE_MS),
    });
  }

  /** Has what waits of a session kept now. */
  now(sessionId: SessionId): void {
    const found = this.waiting.get(sessionId);
    if (!found) return;
    clearTimeout(found.timer);
    this.waiting.delete(sessionId);
    this.keep(sessionId, found.value);
  }

  /** From now on everything that waits is kept before the page goes away. */
  keepOnLeave(): void {
    window.addEventListener('pagehide', () => {
      for (const sessionId of [...this.waiting.keys()]) this.now(sessionId);
    });
  }
}
