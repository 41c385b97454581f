import { describe, expect, it } from 'vitest';
import { toMigrations } from '../../../src/main/store/migrate';

describe('toMigrations', () => {
  it('sorts files by their number', () => {
    const migrations = toMigrations({ './m/0002-more.sql': 'b', './m/0001-initial.sql': 'a' });
    expect(migrations).toEqual([
      { version: 1, name: 'initial', sql: 'a' },
      { version: 2, name: 'more', sql: 'b' },
    ]);
  });

  it('refuses gaps, doubles and other names', () => {
    expect(() => toMigrations({ './0001-a.sql': '', './0003-b.sql': '' })).toThrow(/number 3, not 2/);
    expect(() => toMigrations({ './0001-a.sql': '', './0001-b.sql': '' })).toThrow(/number 1, not 2/);
    expect(() => toMigrations({ './first.sql': '' })).toThrow(/first\.sql/);
  });
});
