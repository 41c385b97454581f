import { z } from 'zod';
import type { BinnedSession, FoundSession, RemovedSession } from '../../domain/bin';
import { repositoryId, sessionId } from '../../domain/ids';
import { bySession, distinct, nothing, output } from './schemas';

export const binCalls = {
  'bin.list': { input: nothing, output: output<BinnedSession[]>() },
  /** Bytes its worktree takes on disk; null when `bin.stopMeasuring` called it off. */
  'bin.measure': { input: bySession, output: output<number | null>() },
  'bin.stopMeasuring': { input: nothing, output: output<void>() },
  /** Removes sessions of the bin for good; cannot be undone. */
  'bin.remove': {
    input: z.object({ sessionIds: z.array(sessionId).min(1).max(10_000).refine(distinct) }),
    output: output<RemovedSession[]>(),
  },
  /** Sessions of open repositories that git keeps though they are not in the database. */
  'bin.listFound': { input: nothing, output: output<FoundSession[]>() },
  'bin.adopt': { input: z.object({ repositoryId, sessionId }), output: output<void>() },
  'bin.removeFound': { input: z.object({ repositoryId, sessionId }), output: output<void>() },
} as const;
