import { z } from 'zod';
import { draftUpdate } from '../../domain/draft';
import { repositoryId, sessionId } from '../../domain/ids';
import type { Session } from '../../domain/session';
import { sessionRepair } from '../../domain/session-trouble';
import type { SessionSnapshot, TranscriptPage } from '../snapshots';
import { bySession, nothing, output, refName, text } from './schemas';

export const sessionCalls = {
  'session.create': {
    input: z.object({ repositoryId, title: text(200), baseRef: refName.optional() }),
    output: output<Session>(),
  },
  'session.open': { input: bySession, output: output<SessionSnapshot>() },
  'session.close': { input: bySession, output: output<void>() },
  /** Keeps what is being written, over restarts; call it when the typing pauses. */
  'session.keepDraft': { input: bySession.extend({ draft: draftUpdate }), output: output<void>() },
  'session.page': {
    input: z.object({ sessionId, before: z.number().int().positive() }),
    output: output<TranscriptPage>(),
  },
  'session.rename': {
    input: z.object({ sessionId, title: text(200).min(1) }),
    output: output<void>(),
  },
  'session.archive': { input: bySession, output: output<void>() },
  /** Archived sessions, the one archived last first; also of repositories that were forgotten. */
  'session.listArchived': { input: nothing, output: output<Session[]>() },
  /** Back among the live sessions, from the archive or the bin. */
  'session.restore': { input: bySession, output: output<void>() },
  /** Stops its turns and agents and moves it to the bin, where it stays whole for 30 days. */
  'session.delete': { input: bySession, output: output<void>() },
  /** Takes a deletion back: it is where it was before. */
  'session.undelete': { input: bySession, output: output<void>() },
  /** Does something about what is wrong with its worktree, and looks at it again. */
  'session.repair': { input: z.object({ sessionId, repair: sessionRepair }), output: output<void>() },
} as const;
