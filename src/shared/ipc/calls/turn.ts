import { z } from 'zod';
import { contentBlock } from '../../domain/content';
import { agentId, sessionId, turnId } from '../../domain/ids';
import { overlap, type Turn } from '../../domain/turn';
import { bySession, distinct, output, prompt } from './schemas';

export const turnCalls = {
  'turn.enqueue': {
    input: z.object({ sessionId, agent: agentId, prompt, overlap: overlap.optional() }),
    output: output<Turn>(),
  },
  /** Says a prompt into the agent's running turn; what it does not take is queued like any prompt. */
  'turn.steer': {
    input: z.object({ sessionId, agent: agentId, prompt: z.array(contentBlock).min(1).max(50) }),
    output: output<{ taken: boolean }>(),
  },
  'turn.cancel': { input: z.object({ sessionId, turnId }), output: output<void>() },
  /** Ends a turn at once and its agent with it, for one that does not stop when cancelled. */
  'turn.forceEnd': { input: z.object({ sessionId, turnId }), output: output<void>() },
  /** Goes on with an interrupted turn before what waits; answers the new turn that does. */
  'turn.continue': { input: z.object({ sessionId, turnId }), output: output<Turn>() },
  /** Lets an interrupted turn rest, and its queue go on. */
  'turn.dismiss': { input: z.object({ sessionId, turnId }), output: output<void>() },
  /** Gives a waiting turn another prompt; it keeps its place. */
  'turn.edit': { input: z.object({ sessionId, turnId, prompt }), output: output<Turn>() },
  'turn.withdraw': { input: z.object({ sessionId, turnId }), output: output<{ prompt: Turn['prompt'] }>() },
  /** The waiting turns in the order they shall run; refused as a whole when one of them waits no more. */
  'turn.reorder': {
    input: z.object({ sessionId, turnIds: z.array(turnId).min(2).max(10_000).refine(distinct) }),
    output: output<void>(),
  },
  /** Holds the session's queue until `turn.resumeQueue`, also over restarts. */
  'turn.pauseQueue': { input: bySession, output: output<void>() },
  'turn.resumeQueue': { input: bySession, output: output<void>() },
} as const;
