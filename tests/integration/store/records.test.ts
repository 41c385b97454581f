import { describe, expect, it } from 'vitest';
import { type PendingPlace, pendingKey } from '../../../src/main/store/repositories/pending-changes';
import type { Author, Change } from '../../../src/shared/domain/change';
import type { SessionId } from '../../../src/shared/domain/ids';
import { addSession, agent, openFilledStore, openRaw, sessionId, tempFile, turn } from './test-store';

const byAgent: Author = { kind: 'agent', agent, turnId: turn('t1') };

describe('checkpoints', () => {
  it('are numbered per session in the order taken', () => {
    const store = openFilledStore();
    addSession(store, 's2' as SessionId);
    const taken = { sessionId, commitId: 'c1', treeId: 't1', phase: 'turn-start', createdAt: 1 } as const;
    expect(store.checkpoints.latest(sessionId)).toBeUndefined();
    const first = store.checkpoints.append({ ...taken, author: { kind: 'unknown' } });
    const second = store.checkpoints.append({
      ...taken,
      commitId: 'c2',
      turnId: turn('t1'),
      author: byAgent,
    });
    const other = store.checkpoints.append({
      ...taken,
      sessionId: 's2' as SessionId,
      author: { kind: 'user' },
    });
    expect(first).toEqual({ ...taken, ordinal: 1, author: { kind: 'unknown' }, ownersKnown: false });
    expect(other.ordinal).toBe(1);
    expect(store.checkpoints.latest(sessionId)).toEqual(second);
    expect(second).toMatchObject({ ordinal: 2, turnId: 't1', author: byAgent });
    expect(store.checkpoints.list(sessionId)).toEqual([first, second]);
  });
});

describe('the owners of lines', () => {
  const owners = {
    credits: [{ author: byAgent, at: 5 }],
    pieces: [
      { lines: 2, by: 0 },
      { removed: [7, 8], by: 0 },
    ],
    tail: -1,
    whole: 0,
  };

  it('are kept per file, also where names only look alike', () => {
    const store = openFilledStore();
    const odd = { path: '\uFFFD', pathBytes: '/w==', blobId: 'b1', owners };
    store.lineOwners.save(sessionId, [odd, { path: 'a', blobId: 'b2', owners }]);
    store.lineOwners.save(sessionId, [{ path: 'a', blobId: 'b3', owners }]);
    expect(store.lineOwners.find(sessionId, '\uFFFD', '/w==')).toEqual(odd);
    expect(store.lineOwners.find(sessionId, '\uFFFD')).toBeUndefined();
    expect(store.lineOwners.find(sessionId, 'a')?.blobId).toBe('b3');
    store.lineOwners.clear(sessionId);
    expect(store.lineOwners.find(sessionId, 'a')).toBeUndefined();
  });

  it('are nobody where a row was damaged', () => {
    const file = tempFile();
    const store = openFilledStore({ file });
    store.lineOwners.save(sessionId, [{ path: 'a', blobId: 'b', owners }]);
    const raw = openRaw(file);
    raw.prepare("UPDATE line_owners SET owners = '[]'").run();
    raw.close();
    expect(store.lineOwners.find(sessionId, 'a')).toMatchObject({ blobId: '', owners: { credits: [] } });
  });

  it('are relied on only as of the last checkpoint, once somebody said so', () => {
    const store = openFilledStore();
    const taken = { sessionId, treeId: 't', phase: 'manual', createdAt: 1, author: byAgent } as const;
    store.checkpoints.append({ ...taken, commitId: 'c1' });
    store.checkpoints.setOwnersKnown(sessionId, true);
    expect(store.checkpoints.latest(sessionId)?.ownersKnown).toBe(true);
    expect(store.checkpoints.append({ ...taken, commitId: 'c2' }).ownersKnown).toBe(false);
  });
});

describe('pending changes', () => {
  const change: Change = {
    ...{ id: 's1:a', sessionId, path: 'a', status: 'modified', oldMode: '100644', newMode: '100755' },
    ...{ oldOid: 'o', newOid: 'n', binary: false, symlink: true, submodule: false },
    ...{ insertions: 3, deletions: 4, authors: [byAgent, { kind: 'user' }] },
  };
  const renamed: Change = {
    ...change,
    id: 's1:b',
    path: 'b "\n',
    oldPath: 'é',
    status: 'renamed',
    authors: [],
  };

  it('are replaced as a whole, in the order of their paths', () => {
    const { pendingChanges } = openFilledStore();
    pendingChanges.replaceAll(sessionId, [renamed, change]);
    expect(pendingChanges.list(sessionId)).toEqual([change, renamed]);
    expect(pendingChanges.counts([sessionId]).get(sessionId)).toEqual({
      files: 2,
      insertions: 6,
      deletions: 8,
    });
    pendingChanges.replaceAll(sessionId, [renamed]);
    expect(pendingChanges.list(sessionId)).toEqual([renamed]);
    pendingChanges.replaceAll(sessionId, []);
    expect(pendingChanges.counts([sessionId])).toEqual(new Map());
  });

  it('stay as they were when one of the new ones cannot be stored', () => {
    const { pendingChanges } = openFilledStore();
    pendingChanges.replaceAll(sessionId, [change]);
    expect(() => pendingChanges.replaceAll(sessionId, [renamed, renamed])).toThrow(/UNIQUE/);
    expect(pendingChanges.list(sessionId)).toEqual([change]);
  });

  it('are found by their path, and written anew where anything of them is another', () => {
    const { pendingChanges } = openFilledStore();
    pendingChanges.replaceAll(sessionId, [change, renamed]);
    const edited: Change = { ...change, newOid: '9'.repeat(40), authors: [] };
    pendingChanges.replaceAll(sessionId, [edited, renamed]);
    expect(pendingChanges.find(sessionId, change.path, change.pathBytes)).toEqual(edited);
    expect(pendingChanges.find(sessionId, renamed.path)).toEqual(renamed);
    expect(pendingChanges.find(sessionId, 'elsewhere')).toBeUndefined();
    expect(pendingChanges.list(sessionId)).toEqual([edited, renamed]);
  });

  it('are removed in pieces, all but those at paths that are kept', () => {
    const { pendingChanges } = openFilledStore();
    const many = Array.from({ length: 7 }, (_, at) => ({
      ...renamed,
      id: `${at}`,
      path: `f${at >> 1}`,
      pathBytes: `${at}`,
    }));
    pendingChanges.replaceAll(sessionId, [...many, change]);
    const kept = new Set([many[2] as Change, many[5] as Change].map(pendingKey));
    let place: PendingPlace | null = { path: '', path_bytes: '' };
    let pieces = 0;
    while (place) {
      place = pendingChanges.removeOthers(sessionId, kept, place, 3);
      pieces++;
    }
    expect(pieces).toBe(3);
    expect(pendingChanges.list(sessionId)).toEqual([many[2], many[5]]);
  });

  it('are saved in pieces, one path over what it was, the others as they are', () => {
    const { pendingChanges } = openFilledStore();
    pendingChanges.replaceAll(sessionId, [change]);
    const edited: Change = { ...change, insertions: 9 };
    pendingChanges.save(sessionId, [edited, renamed]);
    expect(pendingChanges.list(sessionId)).toEqual([edited, renamed]);
    pendingChanges.save(sessionId, [renamed]);
    expect(pendingChanges.list(sessionId)).toEqual([edited, renamed]);
  });

  it('tell two names apart that are not UTF-8 and read the same', () => {
    const { pendingChanges } = openFilledStore();
    const broken = { ...change, path: '\ufffd' };
    const both = [
      { ...broken, pathBytes: '/g==' },
      { ...broken, pathBytes: '/w==' },
    ];
    pendingChanges.replaceAll(sessionId, both);
    expect(pendingChanges.list(sessionId)).toEqual(both);
  });

  it('name who touched the file last in their agent column', () => {
    const file = tempFile();
    const { pendingChanges } = openFilledStore({ file });
    const user: Change = { ...change, path: 'u', authors: [{ kind: 'user' }, byAgent] };
    pendingChanges.replaceAll(sessionId, [change, renamed, user]);
    const agents = openRaw(file).prepare('SELECT agent FROM pending_changes ORDER BY path').pluck().all();
    expect(agents).toEqual(['builtin', 'unknown', 'user']);
  });
});

describe('settings', () => {
  it('keep JSON values until they are unset', () => {
    const { settings } = openFilledStore();
    settings.set('theme', 'dark');
    settings.set('model', { name: 'm', nested: [1, null] });
    settings.set('theme', 'light');
    expect(settings.all()).toEqual({ model: { name: 'm', nested: [1, null] }, theme: 'light' });
    expect(settings.find('theme')).toBe('light');
    settings.set('theme', undefined);
    expect(settings.find('theme')).toBeUndefined();
  });
});

describe('a transaction', () => {
  it('stores all or nothing, across tables and nested', () => {
    const store = openFilledStore();
    const failing = () =>
      store.transaction(() => {
        store.settings.set('a', 1);
        store.pendingChanges.replaceAll(sessionId, []);
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    expect(store.settings.all()).toEqual({});
    expect(store.transaction(() => store.settings.set('a', 2))).toBeUndefined();
    expect(store.settings.find('a')).toBe(2);
  });

  it('refuses async work, which would escape it', () => {
    const store = openFilledStore();
    expect(() => store.transaction(async () => store.settings.set('a', 1))).toThrow(/promise/);
    expect(store.settings.all()).toEqual({});
  });
});
