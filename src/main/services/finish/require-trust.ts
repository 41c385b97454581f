import type { SessionId } from '../../../shared/domain/ids';
import type { Repository } from '../../../shared/domain/repository';
import { AppError } from '../../../shared/errors';
import type { FolderReader } from '../repositories';

export interface TrustDeps {
  repository(sessionId: SessionId): Repository;
  reader: Pick<FolderReader, 'inspectFolder'>;
}

/** Throws `git.untrusted` when a session's repository brings programs that nobody has agreed to run. */
export async function requireTrust({ repository, reader }: TrustDeps, id: SessionId): Promise<void> {
  const { trusted, path } = repository(id);
  if (trusted) return;
  const found = await reader.inspectFolder(path);
  const runs = found.kind === 'repository' ? found.executes : [];
  if (runs.length > 0) throw untrusted(runs);
}

function untrusted(runs: readonly string[]): AppError {
  return new AppError(
    'git.untrusted',
    'This repository would run programs of its own, and you have not said yet that you trust it.',
    'Trust the repository, or go on without hooks and signing.',
    runs.join('\n'),
  );
}
