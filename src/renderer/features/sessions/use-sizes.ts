import { useEffect, useState } from 'react';
import type { SessionId } from '../../../shared/domain/ids';
import { call } from '../../lib/bridge';

/** What sessions take on disk, counted one after the other while somebody looks. */
export function useSizes(ids: readonly SessionId[]): ReadonlyMap<SessionId, number> {
  const [sizes, setSizes] = useState<ReadonlyMap<SessionId, number>>(new Map());
  const key = ids.join(' ');
  useEffect(() => {
    let isWatching = true;
    const count = async () => {
      for (const sessionId of key.split(' ').filter(Boolean) as SessionId[]) {
        // One that cannot be counted is no reason not to count the others; its place stays open.
        const bytes = await call('bin.measure', { sessionId }).catch(() => null);
        if (!isWatching) return;
        if (bytes !== null) setSizes((known) => new Map(known).set(sessionId, bytes));
      }
    };
    void count();
    return () => {
      isWatching = false;
      if (key) void call('bin.stopMeasuring', {}).catch((error: unknown) => console.error(error));
    };
  }, [key]);
  return sizes;
}
