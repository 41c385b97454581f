import { create } from 'zustand';
import type { AgentSession, CatalogAgent, PoolHealth } from '../../shared/domain/agent';
import type { AgentEvent } from '../../shared/domain/agent-event';
import type { ChangeSet } from '../../shared/domain/change';
import type { ReviewComment } from '../../shared/domain/comment';
import type { KeptCommentDraft } from '../../shared/domain/comment-draft';
import type { Draft } from '../../shared/domain/draft';
import type { StepProgress } from '../../shared/domain/finish';
import type { AgentId, SessionId } from '../../shared/domain/ids';
import type { Repository } from '../../shared/domain/repository';
import type { Session } from '../../shared/domain/session';
import type { SettingsView } from '../../shared/domain/settings';
import type { Transcript } from '../../shared/domain/transcript';
import type { Turn } from '../../shared/domain/turn';
import type { ErrorInfo } from '../../shared/errors';
import type { About } from '../../shared/ipc/snapshots';

type UsageEvent = Extract<AgentEvent, { kind: 'usage' }>;
export type Usage = Pick<UsageEvent, 'context' | 'turn' | 'cost'>;

/** The session on screen, as a cache of what main knows of it. */
export interface OpenSession {
  id: SessionId;
  /** The event batch the snapshot was taken at; older batches say nothing new of this session. */
  number: number;
  transcript: Transcript;
  /** True when older pages exist; `loadOlder()` fetches the next. */
  hasOlder: boolean;
  loadingOlder: boolean;
  turns: Turn[];
  agentSessions: AgentSession[];
  changeSet: ChangeSet | null;
  /** In the order made. */
  comments: ReviewComment[];
  /** What was being written in it when it was opened here. */
  draft: Draft;
  /** Comments that were being written then. */
  commentDrafts: KeptCommentDraft[];
  /** The latest usage each agent reported since the session was opened here. */
  usage: Readonly<Record<AgentId, Usage>>;
}

export type Phase = { kind: 'loading' } | { kind: 'ready' } | { kind: 'failed'; error: ErrorInfo };

/** A cache of what the main process owns; only events and snapshots change it. */
export interface AppState {
  phase: Phase;
  about: About | null;
  settings: SettingsView;
  catalog: CatalogAgent[];
  catalogProblems: string[];
  pool: PoolHealth;
  repositories: Repository[];
  /** Those that were put away may be among them: see `life`. */
  sessions: Session[];
  open: OpenSession | null;
  /** The steps under way that finish a session. */
  finishing: Readonly<Record<SessionId, StepProgress>>;
}

export const initialAppState: AppState = {
  phase: { kind: 'loading' },
  about: null,
  settings: {
    theme: 'system',
    diffLayout: 'unified',
    defaultAgent: 'builtin' as AgentId,
    notifications: true,
    keepInTray: true,
    model: { provider: 'none', baseUrl: '', name: '' },
    hasModelKey: false,
  },
  catalog: [],
  catalogProblems: [],
  pool: {
    size: 0,
    byStatus: { starting: 0, idle: 0, running: 0, awaiting: 0, stopped: 0, failed: 0 },
  },
  repositories: [],
  sessions: [],
  open: null,
  finishing: {},
};

/** Read it with a selector; write it only from lib/connect.ts and lib/session-view.ts. */
export const useApp = create<AppState>()(() => initialAppState);

/** The session with this id, also when archived. */
export function useSession(id: SessionId | null): Session | undefined {
  return useApp((state) => state.sessions.find((session) => session.id === id));
}

/** What lists call an agent: its catalog name, or its id when the catalog has lost it. */
export function agentName(catalog: readonly CatalogAgent[], id: AgentId): string {
  return catalog.find((agent) => agent.id === id)?.name ?? id;
}

export function useAgentName(id: AgentId): string {
  return useApp((state) => agentName(state.catalog, id));
}
