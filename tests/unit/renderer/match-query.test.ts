import { describe, expect, it } from 'vitest';
import { filterByQuery, matchScore } from '../../../src/renderer/features/palette/model/match-query';

const filter = (query: string, ...items: string[]) => filterByQuery(items, query, (item) => item);

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
});
