import { emptyDraft } from '../../../shared/domain/draft';
import type { SessionId } from '../../../shared/domain/ids';
import { isLive } from '../../../shared/domain/session-life';
import { emptyTranscript, reduceTranscript } from '../../../shared/domain/transcript';
import type { SessionSnapshot, TranscriptPage } from '../../../shared/ipc/snapshots';
import type { AgentPool } from '../../services/agent-pool';
import type { AgentSessions } from '../../services/agents/agent-sessions';
import type { CallOffs } from '../../services/changes/call-offs';
import type { Changes } from '../../services/changes/changes';
import type { Comments } from '../../services/comments/comments';
import type { Dispatcher } from '../../services/dispatcher';
import type { EventLog } from '../../services/events/event-log';
import type { Finish } from '../../services/finish/finish';
import type { Repositories } from '../../services/repositories';
import { putAwaySession } from '../../services/sessions/put-away-session';
import { repairSession } from '../../services/sessions/repair-session';
import type { SessionTroubles } from '../../services/sessions/session-troubles';
import type { Sessions } from '../../services/sessions/sessions';
import type { Store } from '../../store/store';
import type { AreaHandlers } from '../handler';

/** Events per page of a transcript; a page never begins in the middle of a turn that fits. */
const PAGE = 400;

export interface SessionHandlerDeps {
  store: Pick<Store, 'commentDrafts' | 'drafts' | 'events' | 'turns' | 'sessions' | 'repositories'>;
  sessions: Sessions;
  repositories: Repositories;
  agentSessions: AgentSessions;
  changes: Changes;
  callOffs: CallOffs;
  comments: Comments;
  dispatcher: Dispatcher;
  eventLog: EventLog;
  finish: Finish;
  pool: AgentPool;
  troubles: SessionTroubles;
}

export function sessionHandlers(deps: SessionHandlerDeps): AreaHandlers<'session'> {
  const { store, sessions, agentSessions, changes, eventLog } = deps;

  const page = (sessionId: SessionId, before?: number): TranscriptPage => {
    const { events, hasOlder } = store.events.page(sessionId, { limit: PAGE, ...(before && { before }) });
    return { transcript: reduceTranscript(emptyTranscript, events), hasOlder };
  };

  return {
    'session.create': ({ repositoryId, title, baseRef }) => {
      deps.repositories.get(repositoryId);
      return sessions.create(repositoryId, title, baseRef);
    },
    'session.open': ({ sessionId }, { client }): SessionSnapshot => {
      sessions.setUnread(sessionId, false);
      client.watch(sessionId);
      void deps.troubles.look(sessionId);
      // What was gathered but not yet written belongs to the snapshot, not to a later batch.
      eventLog.flush(sessionId);
      const session = sessions.get(sessionId);
      // Meanwhile the user may have been at work in it with another program.
      if (session.worktree && isLive(session)) changes.refreshSoon(sessionId);
      return {
        number: client.flush(),
        session,
        ...page(sessionId),
        turns: store.turns.listBySession(sessionId),
        agentSessions: agentSessions.list(sessionId),
        changeSet: changes.current(sessionId),
        comments: deps.comments.list(sessionId),
        draft: store.drafts.find(sessionId) ?? emptyDraft,
        commentDrafts: store.commentDrafts.list(sessionId),
      };
    },
    'session.close': ({ sessionId }, { client }) => {
      client.unwatch(sessionId);
    },
    'session.keepDraft': ({ sessionId, draft }) => store.drafts.save(sessionId, draft),
    'session.page': ({ sessionId, before }) => page(sessionId, before),
    'session.rename': ({ sessionId, title }) => sessions.rename(sessionId, title),
    'session.archive': ({ sessionId }) => putAwaySession(deps, sessionId, 'archive'),
    'session.listArchived': () => sessions.listArchived(),
    'session.restore': ({ sessionId }) => sessions.restore(sessionId),
    'session.delete': ({ sessionId }) => putAwaySession(deps, sessionId, 'delete'),
    'session.undelete': ({ sessionId }) => sessions.act(sessionId, { type: 'undelete' }),
    'session.repair': ({ sessionId, repair }) => repairSession(deps, sessionId, repair),
  };
}
