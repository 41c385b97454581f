import { describe, expect, it } from 'vitest';
import {
  countByAuthor,
  filterChanges,
  sharesOf,
  sortChanges,
  splitName,
} from '../../../../src/renderer/features/changes/model/list-changes';
import { agentId, turnId } from '../../../../src/shared/domain/ids';
import { change } from './arbitrary-diff';

const claude = { kind: 'agent', agent: agentId.parse('claude') } as const;
const codex = { kind: 'agent', agent: agentId.parse('codex') } as const;
const files = [
  change({ path: 'src/a.ts', authors: [claude, { kind: 'user' }] }),
  change({ path: 'src/b.ts', authors: [codex, claude] }),
  change({ path: 'docs/new.md', oldPath: 'docs/old.md', authors: [] }),
];

describe('the file list', () => {
  it('shortens a long name in its middle, so that its ending stays in sight', () => {
    expect(splitName('README.md')).toEqual({ start: '', end: 'README.md' });
    const long = 'openid-connect-provider.spec.ts';
    const { start, end } = splitName(long);
    expect(start + end).toBe(long);
    expect(end).toBe('er.spec.ts');
    expect(splitName('🌳'.repeat(20)).end).toBe('🌳'.repeat(10));
  });

  it('counts files per author, agents first, and calls what nobody claimed unknown', () => {
    expect(countByAuthor(files)).toEqual([
      { key: 'agent:claude', files: 2 },
      { key: 'agent:codex', files: 1 },
      { key: 'user', files: 1 },
      { key: 'unknown', files: 1 },
    ]);
  });

  it('decides with a filter only on the shares of those it lets through, where others wrote in the files too', () => {
    expect(sharesOf(files, new Set())).toEqual([undefined]);
    expect(sharesOf(files.slice(1, 2), new Set(['agent:codex', 'agent:claude']))).toEqual([undefined]);
    expect(sharesOf(files, new Set(['agent:claude', 'user']))).toEqual([claude, { kind: 'user' }]);
    const turn = { ...claude, turnId: turnId.parse('t1') };
    const shared = [change({ path: 'c.ts', authors: [turn, codex] })];
    expect(sharesOf(shared, new Set(['agent:claude']))).toEqual([claude]);
    expect(sharesOf(shared, new Set(['turn:t1']))).toEqual([turn]);
  });

  it('filters by author and by words of either path', () => {
    const paths = (
      query: string,
      ...authors: Parameters<typeof filterChanges>[1]['authors'] extends ReadonlySet<infer K> ? K[] : never
    ) => filterChanges(files, { query, authors: new Set(authors) }).map(({ path }) => path);
    expect(paths('', 'agent:codex')).toEqual(['src/b.ts']);
    expect(paths('', 'unknown', 'user')).toEqual(['src/a.ts', 'docs/new.md']);
    expect(paths('OLD doc')).toEqual(['docs/new.md']);
    expect(paths('src a')).toEqual(['src/a.ts']);
  });

  it('keeps folders together, files before subfolders, numbers in order', () => {
    const sorted = sortChanges(
      ['src/lib/x.ts', 'src/10.ts', 'src/9.ts', 'a.md', 'src/lib/deep/y.ts', 'src/lib.ts'].map((path) =>
        change({ path }),
      ),
    ).map(({ path }) => path);
    expect(sorted).toEqual([
      'a.md',
      'src/9.ts',
      'src/10.ts',
      'src/lib.ts',
      'src/lib/x.ts',
      'src/lib/deep/y.ts',
    ]);
  });
});
