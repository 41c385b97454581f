import type { SessionId } from '../../../shared/domain/ids';
import { AppError } from '../../../shared/errors';
import type { SessionTroubles } from '../../services/sessions/session-troubles';
import type { Caller } from '../handler';

type SessionHandler = (input: { sessionId: SessionId } & never, caller: Caller) => unknown;

/** The same handlers; when one fails, its session is looked at, as a broken worktree may be why. */
export function lookAfterFailure<Handlers extends Record<string, SessionHandler>>(
  handlers: Handlers,
  troubles: SessionTroubles,
): Handlers {
  const wrapped = Object.entries(handlers).map(([method, handle]) => {
    const watched: SessionHandler = async (input, caller) => {
      try {
        return await handle(input, caller);
      } catch (error) {
        if (!isCallersOwn(error)) void troubles.look((input as { sessionId: SessionId }).sessionId);
        throw error;
      }
    };
    return [method, watched];
  });
  return Object.fromEntries(wrapped) as Handlers;
}

/** True for what the caller asked wrongly or called off: it says nothing about the worktree. */
function isCallersOwn(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'input.invalid' || error.code === 'git.cancelled');
}
