import type { AgentSession, CatalogAgent, PoolHealth } from '../domain/agent';
import type { AgentEvent } from '../domain/agent-event';
import type { ChangeSet } from '../domain/change';
import type { ReviewComment } from '../domain/comment';
import type { StepProgress } from '../domain/finish';
import type { CommentId, RepositoryId, SessionId } from '../domain/ids';
import type { Repository } from '../domain/repository';
import type { Session } from '../domain/session';
import type { SettingsView } from '../domain/settings';
import type { Turn } from '../domain/turn';

/** What the main process tells the window, in past tense. */
export type HostEvent =
  | { type: 'agent.said'; sessionId: SessionId; events: AgentEvent[] }
  | { type: 'turn.changed'; turn: Turn }
  | { type: 'turn.removed'; sessionId: SessionId; turnId: string }
  | { type: 'agent-session.changed'; agentSession: AgentSession }
  | { type: 'changes.computed'; changeSet: ChangeSet }
  /** Comments that are new or not as they were. */
  | { type: 'comments.changed'; sessionId: SessionId; comments: ReviewComment[] }
  | { type: 'comment.removed'; sessionId: SessionId; commentId: CommentId }
  /** News of the step that finishes a session; null when it is over. */
  | { type: 'finish.progressed'; sessionId: SessionId; step: StepProgress | null }
  | { type: 'session.changed'; session: Session }
  | { type: 'session.removed'; sessionId: SessionId }
  | { type: 'repository.changed'; repository: Repository }
  | { type: 'repository.removed'; repositoryId: RepositoryId }
  | { type: 'catalog.changed'; agents: CatalogAgent[]; problems: string[] }
  | { type: 'settings.changed'; settings: SettingsView }
  | { type: 'pool.changed'; health: PoolHealth }
  /** Something outside the window asked to show this: a notification, the tray, the command line. */
  | { type: 'window.asked'; show: WindowRequest };

/** The session an event gives details of; those go only to windows that show it, and may be as long as all its changes. */
export function detailOf(event: HostEvent): SessionId | null {
  switch (event.type) {
    case 'agent.said':
    case 'turn.removed':
    case 'comments.changed':
    case 'comment.removed':
      return event.sessionId;
    case 'turn.changed':
      return event.turn.sessionId;
    case 'agent-session.changed':
      return event.agentSession.sessionId;
    case 'changes.computed':
      return event.changeSet.sessionId;
    default:
      return null;
  }
}

export type WindowRequest =
  | { kind: 'session'; sessionId: SessionId }
  | { kind: 'open-path'; path: string }
  | { kind: 'command'; command: string }
  /** Coppice ends: the page has everything kept that still waits to be, and says so by `app.handedOver`. */
  | { kind: 'hand-over' };

/** A numbered batch: `number` grows by one per batch, and a gap means the window must ask for a new snapshot. */
export interface EventBatch {
  number: number;
  events: HostEvent[];
}
