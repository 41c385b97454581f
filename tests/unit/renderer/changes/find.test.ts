import { describe, expect, it } from 'vitest';
import { ChangesFind } from '../../../../src/renderer/features/changes/changes-find';
import { changesStore } from '../../../../src/renderer/features/changes/changes-slice';
import {
  countAll,
  type Find,
  placeNumber,
  stepMatch,
} from '../../../../src/renderer/features/changes/model/find-matches';
import { foundInFile, marksOf } from '../../../../src/renderer/features/changes/model/found-lines';
import { lineSegments } from '../../../../src/renderer/features/changes/model/line-segments';
import type { Call } from '../../../../src/renderer/lib/bridge';
import type { Change } from '../../../../src/shared/domain/change';
import { sessionId } from '../../../../src/shared/domain/ids';
import type { FoundLine } from '../../../../src/shared/domain/search-pattern';
import type { ChangeQuery, ChangesFound } from '../../../../src/shared/ipc/contract';

let sessions = 0;

function change(path: string, newOid = '1'): Change {
  return {
    id: path,
    sessionId: sessionId.parse('s'),
    path,
    status: 'modified',
    oldMode: '100644',
    newMode: '100644',
    oldOid: '0',
    newOid,
    binary: false,
    symlink: false,
    submodule: false,
    insertions: 1,
    deletions: 0,
    authors: [],
  };
}

const hit = (line: number, times = 1): FoundLine => ({
  side: 'new',
  line,
  ranges: Array.from({ length: times }, (_, at) => [at * 2, at * 2 + 1]),
});

/** A search whose files hold these matches; every question is kept, and answered when told to. */
function search(matches: Record<string, FoundLine[]>) {
  sessions += 1;
  const id = sessionId.parse(`session-${sessions}`);
  const store = changesStore(id);
  const asked: (ChangeQuery & { answer(): Promise<void> })[] = [];
  const call = ((_method: string, query: ChangeQuery) =>
    new Promise<ChangesFound>((resolve) => {
      const answer = async () => {
        const files = query.changes.map((file) => ({ ...file, lines: matches[file.path] ?? [] }));
        resolve({ files, more: false });
        await Promise.resolve().then(() => undefined);
      };
      asked.push({ ...query, answer });
    })) as unknown as Call;
  const find = new ChangesFind({ sessionId: id, store, call });
  const state = (): Find => store.getState().find as Find;
  return { find, store, asked, state };
}

describe('finding in changes', () => {
  it('begins where the reader is, counts in the order of the list, and goes around the ends', async () => {
    const { find, asked, state } = search({ a: [hit(1, 2)], b: [hit(3), hit(9)], c: [] });
    const files = ['a', 'b', 'c'].map((path) => change(path));
    find.want(files);
    find.open('x', { fileId: 'b', line: 5 });
    expect(asked[0]?.changes.map(({ path }) => path)).toEqual(['b', 'c', 'a']);
    await asked[0]?.answer();
    expect(state().current).toEqual({ fileId: 'b', index: 1 });
    expect([placeNumber(state(), files), countAll(state())]).toEqual([4, 4]);
    find.step(1);
    expect(placeNumber(state(), files)).toBe(1);
    find.step(-1);
    find.step(-1);
    expect(state().current).toEqual({ fileId: 'b', index: 0 });
    expect(stepMatch({ ...state(), files: new Map() }, files, 1)).toBeNull();
  });

  it('forgets the answer to a text that is no longer looked for', async () => {
    const { find, asked, state } = search({ a: [hit(1)] });
    find.want([change('a')]);
    find.open('old', null);
    find.look({ text: 'new' });
    await asked[0]?.answer();
    expect(countAll(state())).toBe(0);
    await asked[1]?.answer();
    expect(countAll(state())).toBe(1);
    expect(state()).toMatchObject({ pattern: { text: 'new' }, searching: false });
  });

  it('searches again only what changed, and keeps the reader at their match', async () => {
    const matches: Record<string, FoundLine[]> = { a: [hit(1, 3)], b: [hit(1)] };
    const { find, asked, state } = search(matches);
    find.want([change('a'), change('b')]);
    find.open('x', null);
    await asked[0]?.answer();
    find.step(1);
    find.step(1);
    const before = state().current;
    find.want([change('a'), change('b', '2')]);
    expect(asked[1]?.changes.map(({ path }) => path)).toEqual(['b']);
    await asked[1]?.answer();
    expect(state().current).toBe(before);
    matches.a = [hit(7)];
    find.want([change('a', '2'), change('b', '2')]);
    await asked[2]?.answer();
    expect(state().current).toEqual({ fileId: 'a', index: 0 });
    find.want([change('b', '2')]);
    expect([state().current, countAll(state())]).toEqual([null, 1]);
  });

  it('says at once what is wrong with an expression, and asks nobody', () => {
    const { find, asked, state } = search({});
    find.want([change('a')]);
    find.open('', null);
    find.look({ text: 'a(', regex: true });
    expect(state().error).toContain('Unterminated group');
    expect(asked).toHaveLength(0);
  });

  it('marks every match in a line and the current one among them', () => {
    const lines = [hit(1), hit(4, 2)];
    const found = foundInFile(lines, 2);
    expect(foundInFile(lines, null).get('new 1')).toBe(found.get('new 1'));
    const marks = marksOf(found, { type: 'insert', text: 'abcd', newLine: 4 }) ?? [];
    const [row = []] = lineSegments('abcd', { found: marks });
    expect(row.map(({ text, found: kind }) => `${text}${kind ? ` ${kind}` : ''}`)).toEqual([
      'a match',
      'b',
      'c current',
      'd',
    ]);
    expect(marksOf(found, { type: 'delete', text: 'abcd', oldLine: 4 })).toBeUndefined();
  });
});
