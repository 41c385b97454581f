import { describe, expect, it } from 'vitest';
import { freeName, sessionSlug } from '../../../src/main/git/worktrees/session-slug';
import { fc } from '../../support/properties';

describe('a session slug', () => {
  it.each([
    ['Fix the login', 'fix-the-login'],
    ['Größe: prüfen!', 'grosse-prufen'],
    ["Don't break", 'dont-break'],
    ['修复登录', '修复登录'],
    ['हिन्दी', 'हिन्दी'],
    ['../../etc/passwd', 'etc-passwd'],
    ['  ', 'session'],
    ['🎉🎉', 'session'],
    ['CON', 'session-con'],
    ['a.lock', 'a-lock'],
    ['@{-1}', '1'],
    [`${'word '.repeat(30)}`, 'word-word-word-word-word-word-word-word'],
  ])('of %s is %s', (title, slug) => expect(sessionSlug(title)).toBe(slug));

  it('is never empty, never long, and never anything git or a file system refuses', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })),
        (title) => {
          const slug = sessionSlug(title);
          expect(slug).toMatch(/^[\p{L}\p{N}\p{M}][\p{L}\p{N}\p{M}-]*$/u);
          expect(slug.endsWith('-')).toBe(false);
          expect(Buffer.byteLength(slug)).toBeLessThanOrEqual(110);
        },
      ),
    );
  });
});

describe('a free name', () => {
  it('differs from every branch and folder whatever their letter case', () => {
    expect(freeName('a', [], [])).toEqual({ branch: 'coppice/a', folder: 'a' });
    expect(freeName('a', ['Coppice/A', 'coppice/a-2/x'], ['A-3'])).toEqual({
      branch: 'coppice/a-4',
      folder: 'a-4',
    });
    expect(freeName('a', ['coppice', 'COPPICE-2'], [])).toEqual({ branch: 'coppice-3/a', folder: 'a' });
  });
});
