import { describe, expect, it } from 'vitest';
import { compileGlob, isGlob } from '../../../src/agent/glob';

describe('compileGlob', () => {
  it.each([
    ['*.ts', ['a.ts', 'src/a.ts'], ['a.tsx', 'a.ts/b']],
    ['src/*.ts', ['src/a.ts'], ['src/b/a.ts', 'a.ts']],
    ['src/**/*.ts', ['src/a.ts', 'src/b/c/a.ts'], ['a.ts']],
    ['src/**', ['src/a', 'src/b/c'], ['srcs/a']],
    ['docs/', ['docs/a.md', 'docs/b/c.md'], ['a/docs']],
    ['*.{js,ts}', ['a.js', 'b.ts'], ['c.css']],
    ['[!a]?.md', ['bc.md'], ['ac.md', 'b.md']],
    ['./a+b(1).md', ['a+b(1).md'], ['aab1.md']],
    ['**', ['a', 'b/c'], []],
    ['a[', ['a['], ['a']],
    ['[\\]*', ['\\x'], ['ax']],
  ])('%s', (glob, matching, other) => {
    const matches = compileGlob(glob);
    expect(matching.filter((path) => !matches(path))).toEqual([]);
    expect(other.filter(matches)).toEqual([]);
  });

  it('tells globs from paths', () => {
    expect(isGlob('src/*.ts')).toBe(true);
    expect(isGlob('src/a.ts')).toBe(false);
  });
});
