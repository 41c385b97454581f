import { useCallback, useEffect, useState } from 'react';
import type { SessionId } from '../../shared/domain/ids';
import { type ErrorInfo, toErrorInfo } from '../../shared/errors';
import { useApp } from '../lib/app-store';
import { closeSession, openSession } from '../lib/session-view';

export type SessionLoading =
  | { kind: 'loading' }
  | { kind: 'failed'; error: ErrorInfo; retry(): void }
  | { kind: 'ready' };

/** Opens a session while the caller shows it and it exists. */
export function useOpenSession(sessionId: SessionId, exists: boolean): SessionLoading {
  const isReady = useApp((state) => state.open?.id === sessionId);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const open = useCallback(() => {
    setError(null);
    openSession(sessionId).catch((reason: unknown) => setError(toErrorInfo(reason)));
  }, [sessionId]);
  useEffect(() => {
    if (!exists) return;
    open();
    return closeSession;
  }, [exists, open]);
  if (isReady) return { kind: 'ready' };
  return error ? { kind: 'failed', error, retry: open } : { kind: 'loading' };
}
