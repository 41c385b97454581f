import { useCallback, useEffect, useState } from 'react';
import type { BinnedSession, FoundSession } from '../../../shared/domain/bin';
import type { RepositoryId } from '../../../shared/domain/ids';
import type { Session } from '../../../shared/domain/session';
import { type ErrorInfo, toErrorInfo } from '../../../shared/errors';
import { call } from '../../lib/bridge';

export type PutAwayState =
  | { kind: 'loading' }
  | { kind: 'failed'; error: ErrorInfo }
  | { kind: 'ready'; archived: Session[]; binned: BinnedSession[]; found: FoundSession[] };

/** Read anew whenever the dialog opens: what was put away is not part of what the window keeps. */
export function usePutAway(of: 'all' | RepositoryId): { state: PutAwayState; load(): void } {
  const [state, setState] = useState<PutAwayState>({ kind: 'loading' });
  const load = useCallback(() => {
    read(of).then(setState, (error: unknown) => setState({ kind: 'failed', error: toErrorInfo(error) }));
  }, [of]);
  useEffect(load, [load]);
  return { state, load };
}

async function read(of: 'all' | RepositoryId): Promise<PutAwayState> {
  const [archived, binned, found] = await Promise.all([
    call('session.listArchived', {}),
    call('bin.list', {}),
    call('bin.listFound', {}),
  ]);
  const isWanted = ({ repositoryId }: { repositoryId: RepositoryId }) => of === 'all' || repositoryId === of;
  return {
    kind: 'ready',
    archived: archived.filter(isWanted),
    binned: binned.filter(({ session }) => isWanted(session)),
    found: found.filter(isWanted),
  };
}
