import { useEffect, useState } from 'react';
import type { RepositoryId } from '../../../shared/domain/ids';
import type { Branch } from '../../../shared/domain/repository';
import { useApp } from '../../lib/app-store';
import { call } from '../../lib/bridge';
import { missingAgent } from '../../lib/missing-agent';
import { reportError, reporting } from '../../lib/toasts';
import { NewSessionView } from './new-session-view';
import { createSession } from './session-actions';

export function NewSession({ repositoryId }: { repositoryId: RepositoryId }) {
  const repository = useApp((state) => state.repositories.find((one) => one.id === repositoryId));
  const catalog = useApp((state) => state.catalog);
  const defaultAgent = useApp((state) => state.settings.defaultAgent);
  const hasModel = useApp((state) => state.settings.model.provider !== 'none');
  const [busy, setBusy] = useState(false);
  const branches = useBranches(repositoryId);
  if (!repository) return null;
  return (
    <NewSessionView
      repository={repository}
      branches={branches}
      catalog={catalog}
      defaultAgent={defaultAgent}
      hasModel={hasModel}
      busy={busy}
      onCreate={(prompt, agent, baseRef) => {
        // Said before anything is made: the prompt stays where it was written.
        const missing = missingAgent(catalog.find(({ id }) => id === agent));
        if (missing && prompt.trim()) return reportError(missing);
        setBusy(true);
        void reporting(() =>
          createSession({ repositoryId, prompt, agent, ...(baseRef && { baseRef }) }),
        ).finally(() => setBusy(false));
      }}
    />
  );
}

/** The repository's branches; empty until they are read. */
function useBranches(repositoryId: RepositoryId): readonly Branch[] {
  const [branches, setBranches] = useState<readonly Branch[]>([]);
  useEffect(() => {
    let current = true;
    call('repository.branches', { repositoryId }).then(
      (read) => {
        if (current) setBranches(read);
      },
      (error: unknown) => {
        if (current) reportError(error);
      },
    );
    return () => {
      current = false;
    };
  }, [repositoryId]);
  return branches;
}
