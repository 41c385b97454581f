import type { AgentSession, CatalogAgent, PoolHealth } from '../domain/agent';
import type { ChangeSet } from '../domain/change';
import type { ReviewComment } from '../domain/comment';
import type { KeptCommentDraft } from '../domain/comment-draft';
import type { Draft } from '../domain/draft';
import type { StepProgress } from '../domain/finish';
import type { SessionId } from '../domain/ids';
import type { Repository } from '../domain/repository';
import type { Session } from '../domain/session';
import type { SettingsView } from '../domain/settings';
import type { Transcript } from '../domain/transcript';
import type { Turn } from '../domain/turn';

/** Everything the window needs to draw itself, as of event batch `number`. */
export interface AppSnapshot {
  number: number;
  repositories: Repository[];
  sessions: Session[];
  catalog: CatalogAgent[];
  catalogProblems: string[];
  settings: SettingsView;
  pool: PoolHealth;
  /** The steps under way that finish a session. */
  finishing: Record<SessionId, StepProgress>;
  about: About;
  /** What the window showed last, as it said by `app.keepView`; null when it never did. */
  view: string | null;
}

export interface About {
  version: string;
  electron: string;
  chrome: string;
  node: string;
  sqlite: string;
  git: string | null;
  dataFolder: string;
  /** True when this Electron is the development fallback and not the release the app is made for. */
  fallbackElectron: boolean;
  platform: string;
}

/** One session as of event batch `number`; the transcript is its last page. */
export interface SessionSnapshot {
  number: number;
  session: Session;
  transcript: Transcript;
  /** True when older pages exist: ask `session.page`. */
  hasOlder: boolean;
  turns: Turn[];
  agentSessions: AgentSession[];
  changeSet: ChangeSet | null;
  comments: ReviewComment[];
  /** What was being written when the session was shown last. */
  draft: Draft;
  /** Comments that were being written then. */
  commentDrafts: KeptCommentDraft[];
}

/** The older page of a transcript: entries before the asked position, and whether more exist. */
export interface TranscriptPage {
  transcript: Transcript;
  hasOlder: boolean;
}
