/** An expected failure whose message is a complete sentence the user can act on. */
export class AgentError extends Error {
  override readonly name = 'AgentError';
}

/** Thrown by any step of a turn that noticed the turn was cancelled. */
export class TurnCancelledError extends Error {
  override readonly name = 'TurnCancelledError';
  constructor() {
    super('The turn was cancelled.');
  }
}

/** Throws {@link TurnCancelledError} when `signal` has aborted. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new TurnCancelledError();
}

/** The `code` of a Node system error (`ENOENT`), or undefined. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** A one-line text for any thrown value. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
