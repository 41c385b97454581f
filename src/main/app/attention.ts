import { app, Notification } from 'electron';
import type { SessionId } from '../../shared/domain/ids';
import type { Session, SessionStatus } from '../../shared/domain/session';
import { isLive } from '../../shared/domain/session-life';

type Kind = SessionStatus['kind'];

export interface AttentionDeps {
  enabled(): boolean;
  /** True when the user is looking at this session right now. */
  isLookedAt(sessionId: SessionId): boolean;
  openSession(sessionId: SessionId): void;
}

/** Tells the user when a session needs them, failed or finished, unless they are looking at it; and keeps the badge. */
export class Attention {
  readonly #deps: AttentionDeps;
  readonly #last = new Map<SessionId, Kind>();
  /** Notifications are collected as garbage, and then silent, unless somebody holds them. */
  readonly #shown = new Map<SessionId | 'window', Notification>();

  constructor(deps: AttentionDeps) {
    this.#deps = deps;
  }

  /** Compares a session with what it was and notifies on a change that matters. */
  follow(session: Session): void {
    const before = this.#last.get(session.id);
    const now = session.status.kind;
    this.#last.set(session.id, now);
    if (before === undefined || before === now) return;
    const text = sentence(before, session);
    if (!text || !this.#deps.enabled() || this.#deps.isLookedAt(session.id)) return;
    this.#notify(session, text);
  }

  /** Shows how many sessions need the user on the dock or taskbar. */
  badge(sessions: readonly Session[]): void {
    app.setBadgeCount(
      sessions.filter((session) => session.status.kind === 'needs-you' && isLive(session)).length,
    );
  }

  /** Says that Coppice goes on without a window; a click brings it back. */
  stillRunning(showWindow: () => void): void {
    if (!Notification.isSupported()) return;
    const notification = new Notification({
      title: 'Coppice keeps running',
      body: 'Agents go on working. The tray icon, or starting Coppice again, brings the window back; Quit is in the menu of either.',
    });
    notification.on('click', showWindow);
    notification.on('close', () => this.#shown.delete('window'));
    this.#shown.set('window', notification);
    notification.show();
  }

  forget(sessionId: SessionId): void {
    this.#last.delete(sessionId);
    this.#shown.get(sessionId)?.close();
    this.#shown.delete(sessionId);
  }

  #notify(session: Session, body: string): void {
    if (!Notification.isSupported()) return;
    this.#shown.get(session.id)?.close();
    const notification = new Notification({ title: session.title, body });
    notification.on('click', () => this.#deps.openSession(session.id));
    notification.on('close', () => this.#shown.delete(session.id));
    this.#shown.set(session.id, notification);
    notification.show();
  }
}

function sentence(before: Kind, session: Session): string | undefined {
  switch (session.status.kind) {
    case 'needs-you':
      return 'An agent is waiting for your answer.';
    case 'failed':
      return `Failed: ${session.status.message}`;
    case 'idle':
      return before === 'working' || before === 'needs-you' ? done(session) : undefined;
    default:
      return undefined;
  }
}

function done({ changes }: Session): string {
  if (changes.files === 0) return 'Done. No changes are waiting for review.';
  const files = changes.files === 1 ? '1 file' : `${changes.files} files`;
  return `Done. ${files} to review (+${changes.insertions} −${changes.deletions}).`;
}
