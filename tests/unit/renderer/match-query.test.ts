import { describe, expect, it } from 'vitest';
import { filterByQuery, matchScore } from '../../../src/renderer/features/palette/model/match-query';

const filter = (query: string, ...items: string[]) => filterByQuery(items, query, (item) => [item]);

describe('filterByQuery', () => {
  it('keeps everything for an empty query', () => {
    expect(filter('  ', 'b', 'a')).toEqual(['b', 'a']);
  });

  it('puts starts before words, words before parts, and the shorter before the longer', () => {
    expect(filter('set', 'Reset layout', 'Open settings', 'Settings: model', 'Settings')).toEqual([
      'Settings',
      'Settings: model',
      'Open settings',
      'Reset layout',
    ]);
  });

  it('finds words in any order and beginnings of several words, but not letters from anywhere', () => {
    expect(matchScore('session new', 'New session')).not.toBeNull();
    expect(matchScore('nses', 'New session')).not.toBeNull();
    expect(matchScore('nosn', 'New session')).toBeNull();
    expect(matchScore('zz', 'New session')).toBeNull();
    expect(matchScore('new zebra', 'New session')).toBeNull();
  });

  it('finds one or two letters only where a word begins, and no words far from each other', () => {
    const all = ['Show worktree', 'Toggle sidebar', 'Reset layout', 'Worktree path'];
    expect(filter('w', ...all)).toEqual(['Worktree path', 'Show worktree']);
    expect(filter('et', ...all)).toEqual([]);
    expect(filter('lay', ...all)).toEqual(['Reset layout']);
    expect(matchScore('gs', 'Go to session')).toBeNull();
    expect(matchScore('ts', 'Go to session')).not.toBeNull();
  });

  it('puts what an item is called before what else is known of it', () => {
    const items: [string, string][] = [
      ['Settings', 'branch model'],
      ['Copy branch name', ''],
      ['Brand new', ''],
    ];
    expect(filterByQuery(items, 'bran', (item) => item).map(([label]) => label)).toEqual([
      'Brand new',
      'Copy branch name',
      'Settings',
    ]);
  });
});
