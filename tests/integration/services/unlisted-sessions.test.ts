import { join } from 'node:path';
import { expect, it } from 'vitest';
import { silentLog } from '../../../src/main/services/log';
import { UnlistedSessions } from '../../../src/main/services/unlisted-sessions';
import type { RepositoryId } from '../../../src/shared/domain/ids';
import { makeRepository, runGitIn } from '../../support/test-repository';
import { temporaryFolder } from '../../support/test-store';

it('names the sessions git keeps work of that the store does not know, once a run', async () => {
  const path = makeRepository(join(temporaryFolder(), 'sample'));
  for (const session of ['known', 'lost-1', 'lost-2']) {
    runGitIn(path, 'update-ref', `refs/coppice/sessions/${session}/base`, 'HEAD');
    runGitIn(path, 'update-ref', `refs/coppice/sessions/${session}/chain`, 'HEAD');
  }
  const lines: Record<string, unknown>[] = [];
  const unlisted = new UnlistedSessions({
    isListed: (id) => id === 'known',
    log: { ...silentLog, warn: (_, data = {}) => void lines.push(data) },
  });
  const repository = { id: 'r1' as RepositoryId, path };
  expect(await unlisted.look(repository)).toEqual(['lost-1', 'lost-2']);
  expect(await unlisted.look(repository)).toEqual([]);
  expect(lines).toEqual([
    expect.objectContaining({ repository: path, count: 2, sessions: ['lost-1', 'lost-2'] }),
  ]);
});

it('says in the log when a repository cannot be looked at, and goes on', async () => {
  const lines: Record<string, unknown>[] = [];
  const unlisted = new UnlistedSessions({
    isListed: () => false,
    log: { ...silentLog, warn: (_, data = {}) => void lines.push(data) },
  });
  const path = join(temporaryFolder(), 'gone');
  expect(await unlisted.look({ id: 'r2' as RepositoryId, path })).toEqual([]);
  expect(lines).toEqual([expect.objectContaining({ repository: path })]);
});
