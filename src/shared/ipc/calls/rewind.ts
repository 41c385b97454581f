import { z } from 'zod';
import type { Change } from '../../domain/change';
import type { Decision } from '../../domain/decision';
import { agentId, turnId } from '../../domain/ids';
import type { RewindPreview, TimelineEntry } from '../../domain/rewind';
import { bySession, filePath, objectId, output } from './schemas';

const target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('session'), to: objectId }),
  z.object({ kind: z.literal('agent'), agent: agentId, after: objectId, turnId: turnId.optional() }),
]);
const namedPath = z.object({ path: filePath, pathBytes: z.string().optional() });

export const rewindCalls = {
  /** What was done in a session, newest first. */
  'rewind.timeline': { input: bySession, output: output<TimelineEntry[]>() },
  /** What differed from the session's base at a checkpoint. */
  'rewind.filesAt': {
    input: bySession.extend({ checkpoint: objectId }),
    output: output<Omit<Change, 'id' | 'sessionId' | 'authors'>[]>(),
  },
  /** What a rewind would do; nothing moves. */
  'rewind.preview': { input: bySession.extend({ target }), output: output<RewindPreview>() },
  /** Does what was previewed, as a decision that can be undone; of files in conflict those in `take` go back as a whole. */
  'rewind.apply': {
    input: bySession.extend({ target, checkpoint: objectId, take: z.array(namedPath).max(100_000) }),
    output: output<Decision>(),
  },
} as const;
