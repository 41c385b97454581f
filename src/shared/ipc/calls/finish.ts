import { z } from 'zod';
import type { FinishState, Integration, Preflight, PullRequest } from '../../domain/finish';
import { agentId, sessionId } from '../../domain/ids';
import type { Turn } from '../../domain/turn';
import { bySession, objectId, output, refName, text } from './schemas';

const strategy = z.enum(['merge', 'squash', 'rebase', 'fast-forward']);
const commitText = text(200_000).refine((message) => message.trim() !== '', 'say what the commit does');

export const finishCalls = {
  /** What there is to commit, integrate and push. */
  'finish.state': { input: bySession, output: output<FinishState>() },
  /** Commits what was accepted. The commit is null when the branch had it already. */
  'finish.commit': {
    input: z.object({ sessionId, message: commitText, hooks: z.boolean(), sign: z.boolean() }),
    output: output<{ commit: string | null; changedByHooks: string[] }>(),
  },
  /** What integrating would do; nothing moves. */
  'finish.preflight': {
    input: z.object({ sessionId, target: refName, strategy }),
    output: output<Preflight>(),
  },
  /** Brings the session's branch into another one, when both are still where they were shown. */
  'finish.integrate': {
    input: z.object({
      sessionId,
      target: refName,
      strategy,
      branchTip: objectId,
      targetTip: objectId,
      message: commitText,
      /** The user asked that a clean checkout of the target follows. */
      updateCheckout: z.boolean(),
      sign: z.boolean(),
    }),
    output: output<Integration>(),
  },
  /** Takes the last integration back while nothing else has moved. */
  'finish.putBack': { input: bySession, output: output<void>() },
  /** Merges the target into the session's worktree, and queues a turn that resolves the conflicts. */
  'finish.resolve': {
    input: z.object({ sessionId, target: refName, agent: agentId }),
    output: output<Turn>(),
  },
  'finish.stopResolving': { input: bySession, output: output<void>() },
  'finish.push': {
    input: z.object({ sessionId, remote: refName }),
    output: output<{ pushed: boolean }>(),
  },
  'finish.openPullRequest': {
    input: z.object({
      sessionId,
      remote: refName,
      target: refName,
      title: z.string().min(1).max(500),
      body: z.string().max(60_000),
    }),
    output: output<PullRequest>(),
  },
  /** Calls off the step under way; that step's own answer says how it ended. */
  'finish.cancel': { input: bySession, output: output<void>() },
} as const;
