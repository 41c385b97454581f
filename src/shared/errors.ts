/** Codes of the errors a user can meet; the renderer may offer an action for some of them. */
export type AppErrorCode =
  | 'agent.auth-required'
  | 'agent.context-lost'
  | 'agent.exited'
  | 'agent.invalid-config'
  | 'agent.not-found'
  | 'agent.not-installed'
  | 'agent.protocol'
  | 'agent.start-failed'
  | 'change.conflict'
  | 'change.not-found'
  | 'change.stale'
  | 'comment.not-open'
  | 'git.bare'
  | 'git.broken'
  | 'git.busy'
  | 'git.cancelled'
  | 'git.checked-out'
  | 'git.conflicts'
  | 'git.failed'
  | 'git.identity-missing'
  | 'git.no-commits'
  | 'git.not-a-repository'
  | 'git.hook-failed'
  | 'git.not-installed'
  | 'git.push-refused'
  | 'git.sign-failed'
  | 'git.too-old'
  | 'git.untrusted'
  | 'input.invalid'
  | 'internal'
  | 'not-found'
  | 'permission.denied'
  | 'session.archived'
  | 'settings.no-keychain'
  | 'shutting-down'
  | 'store.newer'
  | 'store.unusable'
  | 'turn.not-running'
  | 'worktree.missing';

/** What crosses the bridge instead of an exception. */
export interface ErrorInfo {
  code: AppErrorCode;
  /** One sentence saying what went wrong. */
  message: string;
  /** One sentence naming the way out. */
  hint?: string;
  /** Verbatim output of the program that failed, for "Show details". */
  detail?: string;
}

/** An expected failure: reaches the user as `message` with `hint` as the way out. */
export class AppError extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly code: AppErrorCode,
    message: string,
    readonly hint?: string,
    readonly detail?: string,
  ) {
    super(message);
  }
}

/** Any thrown value as `ErrorInfo`; what is not an `AppError` is a bug and becomes `internal`. */
export function toErrorInfo(error: unknown): ErrorInfo {
  if (error instanceof AppError) {
    const { code, message, hint, detail } = error;
    return { code, message, ...(hint && { hint }), ...(detail && { detail }) };
  }
  return {
    code: 'internal',
    message: 'Something went wrong inside Coppice.',
    hint: 'The log has the details; Help > Open log shows it.',
    detail: error instanceof Error ? error.message : String(error),
  };
}
