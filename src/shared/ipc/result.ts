import type { ErrorInfo } from '../errors';

/** What every call over the bridge answers; exceptions never cross it. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: ErrorInfo };
