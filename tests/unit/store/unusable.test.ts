import { describe, expect, it } from 'vitest';
import { toUnusable } from '../../../src/main/store/unusable';
import { AppError } from '../../../src/shared/errors';

const coded = (code: string) => Object.assign(new Error('it failed'), { code });

describe('toUnusable', () => {
  it.each([
    ['SQLITE_NOTADB', /damaged/],
    ['SQLITE_CORRUPT_INDEX', /damaged/],
    ['SQLITE_BUSY', /in use/],
    ['SQLITE_CANTOPEN', /opened for writing/],
    ['EACCES', /opened for writing/],
    ['SQLITE_FULL', /disk/],
    ['ERR_DLOPEN_FAILED', /engine/],
  ])('names the file and a way out for %s', (code, reason) => {
    const error = toUnusable('/data/coppice.db', coded(code)) as AppError;
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'store.unusable', detail: `${code}: it failed` });
    expect(error.message).toMatch(reason);
    expect(error.message).toContain('/data/coppice.db');
    expect(error.hint).toBeTruthy();
  });

  it('passes on what is not about the file', () => {
    const bug = new TypeError('no');
    expect(toUnusable('/x', bug)).toBe(bug);
    const known = new AppError('store.newer', 'newer');
    expect(toUnusable('/x', known)).toBe(known);
  });
});
