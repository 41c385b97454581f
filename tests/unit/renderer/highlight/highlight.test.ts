import { describe, expect, it } from 'vitest';
import { languageNamed, languageOf } from '../../../../src/renderer/highlight/language-of';
import { grammars, type Language } from '../../../../src/renderer/highlight/languages';
import { LruCache } from '../../../../src/renderer/highlight/lru-cache';
import { tokenize } from '../../../../src/renderer/highlight/tokenize';

describe('languageOf', () => {
  it.each([
    ['src/app/main.tsx', 'tsx'],
    ['C:\\x\\lib.RS', 'rust'],
    ['Dockerfile', 'docker'],
    ['Dockerfile.dev', 'docker'],
    ['tsconfig.web.json', 'jsonc'],
    ['a.b/noext', undefined],
    ['image.png', undefined],
  ])('%s is %s', (path, language) => expect(languageOf(path)).toBe(language));

  it('knows fences by alias and case', () => {
    expect(languageNamed('C++')).toBe('cpp');
    expect(languageNamed('mermaid')).toBeUndefined();
    expect(languageNamed('constructor')).toBeUndefined();
  });
});

describe('tokenize', () => {
  it.each(Object.keys(grammars) as Language[])('loads %s and loses no text', async (language) => {
    const code = 'let a = "b" // c\n\n  <x y="1">{{ z }}</x>\n# 12';
    const lines = await tokenize(code, language);
    expect(lines.map((line) => line.map((token) => token.text).join('')).join('\n')).toBe(code);
  });

  it('tells kinds apart', async () => {
    const [line = []] = await tokenize('const x: Foo = "a"; // why', 'typescript');
    const kindOf = (text: string) => line.find((token) => token.text.trim().startsWith(text))?.kind;
    expect(kindOf('const')).toBe('keyword');
    expect(kindOf('"a"')).toBe('string');
    expect(kindOf('Foo')).toBe('type');
    expect(kindOf('// why')).toBe('comment');
  });

  it('leaves very long lines plain instead of spending seconds on them', async () => {
    const [line] = await tokenize(`x = "${'y'.repeat(100_000)}"`, 'javascript');
    expect(line?.map((token) => token.kind)).toEqual(['plain']);
  });
});

describe('LruCache', () => {
  it('drops the least recently used when over capacity', () => {
    const cache = new LruCache<number>(10);
    cache.set('a', 1, 4);
    cache.set('b', 2, 4);
    cache.get('a');
    cache.set('c', 3, 4);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3]);
  });
});
