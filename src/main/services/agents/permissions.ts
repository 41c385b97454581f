import type { RequestId, SessionId } from '../../../shared/domain/ids';
import { AppError } from '../../../shared/errors';
import type { PermissionOutcome, PermissionRequest } from '../agent-backend';
import type { EventLog } from '../events/event-log';
import type { EventSource } from '../events/event-source';

interface Waiting {
  source: EventSource;
  request: PermissionRequest;
  settle(outcome: PermissionOutcome, by: 'user' | 'cancel'): void;
}

export interface PermissionsDeps {
  eventLog: EventLog;
  /** Called when an agent begins to wait for the user, and when it no longer does. */
  onWaiting(source: EventSource, waiting: boolean): void;
}

/** The questions agents are waiting for the user to answer. Nothing is ever allowed by default. */
export class Permissions {
  readonly #deps: PermissionsDeps;
  readonly #waiting = new Map<RequestId, Waiting>();

  constructor(deps: PermissionsDeps) {
    this.#deps = deps;
  }

  /** Puts the question into the transcript and waits; `signal` withdraws it. */
  ask(source: EventSource, request: PermissionRequest, signal: AbortSignal): Promise<PermissionOutcome> {
    const { eventLog, onWaiting } = this.#deps;
    eventLog.say(source, { kind: 'permission_request', ...request });
    return new Promise((resolve) => {
      const onAbort = () => settle({ outcome: 'cancelled' }, 'cancel');
      const settle = (outcome: PermissionOutcome, by: 'user' | 'cancel') => {
        if (!this.#waiting.delete(request.requestId)) return;
        signal.removeEventListener('abort', onAbort);
        const optionId = outcome.outcome === 'selected' ? outcome.optionId : undefined;
        eventLog.say(source, {
          kind: 'request_resolved',
          requestId: request.requestId,
          outcome: outcome.outcome,
          by,
          ...(optionId && { optionId }),
        });
        onWaiting(source, this.#isWaiting(source));
        resolve(outcome);
      };
      this.#waiting.set(request.requestId, { source, request, settle });
      signal.addEventListener('abort', onAbort);
      if (signal.aborted) onAbort();
      else onWaiting(source, true);
    });
  }

  /** Answers a question. Throws `not-found` when it is no longer waiting, `input.invalid` for an option it does not have. */
  answer(sessionId: SessionId, requestId: RequestId, optionId: string): void {
    const waiting = this.#waiting.get(requestId);
    if (waiting?.source.sessionId !== sessionId) {
      throw new AppError('not-found', 'The agent is no longer waiting for this answer.');
    }
    if (!waiting.request.options.some((option) => option.optionId === optionId)) {
      throw new AppError('input.invalid', 'The agent does not offer this answer.');
    }
    waiting.settle({ outcome: 'selected', optionId }, 'user');
  }

  #isWaiting({ sessionId, agent }: EventSource): boolean {
    return [...this.#waiting.values()].some(
      ({ source }) => source.sessionId === sessionId && source.agent === agent,
    );
  }

  /** The open questions of a session, oldest first. */
  pending(sessionId: SessionId): PermissionRequest[] {
    return [...this.#waiting.values()]
      .filter((waiting) => waiting.source.sessionId === sessionId)
      .map((waiting) => waiting.request);
  }
}
