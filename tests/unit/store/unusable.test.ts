import { describe, expect, it } from 'vitest';
import { DamagedDatabase, toUnusable } from '../../../src/main/store/unusable';
import { AppError } from '../../../src/shared/errors';

const coded = (code: string) => Object.assign(new Error('it failed'), { code });

describe('toUnusable', () => {
  it.each([
    ['SQLITE_NOTADB', /damaged/],
    ['SQLITE_CORRUPT_INDEX', /damaged/],
    ['SQLITE_BUSY', /in use/],
    ['SQLITE_CANTOPEN', /opened for writing/],
    ['SQLITE_READONLY_DIRECTORY', /read but not written/],
    ['EROFS', /read but not written/],
    ['EACCES', /opened for writing/],
    ['SQLITE_FULL', /disk is full/],
    ['ENOSPC', /disk is full/],
    ['SQLITE_IOERR_READ', /by the disk/],
    ['ERR_DLOPEN_FAILED', /engine/],
  ])('names the file and a way out for %s, at start and later', (code, reason) => {
    for (const when of ['atStart', 'running'] as const) {
      const error = toUnusable('/data/coppice.db', coded(code), when) as AppError;
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({ code: 'store.unusable', detail: `${code}: it failed` });
      expect(error.message).toMatch(reason);
      expect(error.message).toContain('/data/coppice.db');
      expect(error.hint).toBeTruthy();
    }
  });

  it('tells damage at start from the rest, and never asks to start again when that is not needed', () => {
    expect(toUnusable('/x', coded('SQLITE_CORRUPT'))).toBeInstanceOf(DamagedDatabase);
    expect(toUnusable('/x', coded('SQLITE_FULL'))).not.toBeInstanceOf(DamagedDatabase);
    expect((toUnusable('/x', coded('SQLITE_FULL'), 'running') as AppError).hint).toMatch(/Free some space/);
    expect((toUnusable('/x', coded('SQLITE_FULL'), 'running') as AppError).hint).not.toMatch(/start again/);
  });

  it('passes on what is not about the file', () => {
    const bug = new TypeError('no');
    expect(toUnusable('/x', bug)).toBe(bug);
    const known = new AppError('store.newer', 'newer');
    expect(toUnusable('/x', known)).toBe(known);
  });
});
