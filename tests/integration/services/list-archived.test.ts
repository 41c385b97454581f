import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { putAwaySession } from '../../../src/main/services/sessions/put-away-session';
import { testHost } from '../../support/test-host';
import { makeRepository } from '../../support/test-repository';
import { temporaryFolder } from '../../support/test-store';

describe('archived sessions', () => {
  it('are listed apart, the last one first, until they are restored', async () => {
    const folder = temporaryFolder();
    const { host, newSession } = testHost(join(folder, 'data'));
    const repository = makeRepository(join(folder, 'sample'));
    const first = await newSession(repository, 'First');
    const second = await newSession(repository, 'Second');
    expect(host.sessions.listArchived()).toEqual([]);
    await putAwaySession(host, first.id, 'archive');
    await putAwaySession(host, second.id, 'archive');
    expect(host.sessions.list()).toEqual([]);
    const archived = host.sessions.listArchived();
    expect(archived.map(({ title }) => title).toSorted()).toEqual(['First', 'Second']);
    const [last, before] = archived.map(({ life }) => (life.kind === 'archived' ? life.at : 0));
    expect(last).toBeGreaterThanOrEqual(before ?? Infinity);
    expect(archived[0]?.worktree?.branch).toMatch(/^coppice\//);
    host.sessions.restore(second.id);
    expect(host.sessions.listArchived().map(({ title }) => title)).toEqual(['First']);
    expect(host.sessions.list().map(({ title }) => title)).toEqual(['Second']);
  });
});
