import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openStore, type Store } from '../../src/main/store/store';
import { type RepositoryId, type SessionId, sessionId } from '../../src/shared/domain/ids';

/** A folder that is removed when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'coppice-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
  return folder;
}

/** A real store on disk, closed and removed when the test is over. */
export function testStore(file = join(temporaryFolder(), 'coppice.db')): Store {
  const store = openStore({ file });
  onTestFinished(() => store.close());
  return store;
}

/** Sessions of one repository that turns and events can belong to. */
export function addSessions(store: Store, ...ids: string[]): SessionId[] {
  const repositoryId = 'r1' as RepositoryId;
  store.repositories.upsert({ id: repositoryId, path: '/r', name: 'r', trusted: true, openedAt: 1 });
  return ids.map((name) => {
    const id = sessionId.parse(name);
    store.sessions.insert({ id, repositoryId, title: name, createdAt: 1 });
    return id;
  });
}
