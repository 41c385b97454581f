import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { isCostly } from '../../../../src/renderer/markdown/is-costly';
import { linkDefinitions } from '../../../../src/renderer/markdown/link-definitions';
import { Markdown } from '../../../../src/renderer/markdown/markdown';
import { revealHidden, revealInCode } from '../../../../src/renderer/markdown/reveal-hidden';
import { safeUrl } from '../../../../src/renderer/markdown/safe-url';
import { fc } from '../../../support/properties';

const html = (text: string) => renderToStaticMarkup(<Markdown text={text} streaming={false} />);

describe('safeUrl', () => {
  it.each([
    ['https://example.org/a b', 'https://example.org/a%20b'],
    ['HTTP://EXAMPLE.org', 'http://example.org/'],
    ['mailto:a@example.org', 'mailto:a@example.org'],
    ['javascript:alert(1)', undefined],
    ['java\nscript:alert(1)', undefined],
    [' javascript:alert(1)', undefined],
    ['data:text/html,x', undefined],
    ['file:///etc/passwd', undefined],
    ['vscode://x', undefined],
    ['src/main.ts', undefined],
    ['//example.org', undefined],
    [undefined, undefined],
  ])('%s', (href, url) => expect(safeUrl(href)).toBe(url));
});

describe('Markdown', () => {
  it('shows raw HTML as text', () => {
    const out = html('a <img src=x onerror=alert(1)> <b>b</b>\n\n<script>alert(1)</script>\n');
    expect(out).not.toMatch(/<(img|script|b)\b/);
    expect(out).toContain('&lt;script&gt;');
  });

  it('kills dangerous links, keeping their text and target in sight', () => {
    const out = html('[click](javascript:alert(1)) and [rel](src/a.ts)');
    expect(out).not.toContain('href');
    expect(out).toContain('click');
    expect(out).toContain('title="src/a.ts"');
  });

  it('never fetches images', () => {
    const out = html('![cat](https://example.org/cat.png) ![x](data:image/png;base64,AA)');
    expect(out).not.toContain('<img');
    expect(out).toContain('href="https://example.org/cat.png"');
  });

  it('writes no style attribute and no handler, whatever the text', () => {
    const part = fc.constantFrom(
      '<a style="x" onclick=y>',
      '[',
      '](',
      'javascript:x',
      ')',
      '`',
      '\n',
      '| a ',
      '|-',
      '<svg/onload=x>',
      '![',
      '- [ ] ',
      '&lt;',
      '<http:x>',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        // A code block has a copy button, whose icon is ours and not the text's.
        const written = html(parts.join('')).replace(/<svg [^>]*class="lucide [^"]*"[^>]*>/g, '');
        const tags = written.match(/<[^>]*>/g) ?? [];
        for (const tag of tags)
          expect(tag).not.toMatch(/^<(?:script|svg|img|style|iframe)|\son\w+=|\sstyle=|href="javascript/i);
      }),
      { numRuns: 300 },
    );
  });

  it('shows characters that reorder text', () => {
    expect(revealHidden('a\u202eb\u2066c\u0000\td\n')).toBe('a⟨U+202E⟩b⟨U+2066⟩c⟨U+0000⟩\td\n');
    expect(html('x\u202ey')).toContain('⟨U+202E⟩');
  });

  it('shows also what cannot be seen where it is code or a name, and leaves emoji alone', () => {
    expect(revealInCode('a\u200bb\ufeff\u202e\n')).toBe('a⟨U+200B⟩b⟨U+FEFF⟩⟨U+202E⟩⟨U+000A⟩');
    expect(revealInCode('photo\u202egnp.exe')).toBe('photo⟨U+202E⟩gnp.exe');
    expect(revealInCode('\u{1f469}\u200d\u{1f469} ü 文\t')).toBe('\u{1f469}\u200d\u{1f469} ü 文\t');
    expect(revealHidden('soft\u00adhyphen')).toBe('soft\u00adhyphen');
  });

  it('resolves link definitions across blocks, but none inside code', () => {
    expect(html('see [docs]\n\ntext\n\n[docs]: https://example.org\n\nend')).toContain(
      'href="https://example.org/"',
    );
    expect(linkDefinitions(['```\n[a]: http://x\n```\n', '[^1]: note\n', '[b]: /y\n'])).toBe('[b]: /y');
  });

  it('shows a megabyte in one line as plain text, its beginning first', () => {
    const started = performance.now();
    const out = html('*a_'.repeat(350_000));
    expect(out.length).toBeLessThan(10_000);
    expect(out).toContain('Show all 1,050,000 characters');
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('parses long ordinary text, but no text made to be slow', () => {
    expect(isCostly('- an **item** with `code` and _more_\n'.repeat(400))).toBe(false);
    expect(isCostly('| *a* | _b_ |\n'.repeat(500))).toBe(false);
    expect(isCostly('plain words '.repeat(2000))).toBe(false);
    expect(isCostly('*a_ '.repeat(200))).toBe(true);
    expect(isCostly('*a_ [x](y)\n'.repeat(200))).toBe(true);
  });

  it('renders tables, task lists and fences of lists', () => {
    const out = html('| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done\n\n  ```js\n  let a\n  ```\n');
    expect(out).toContain('<td>2</td>');
    expect(out).toContain('☑');
    expect(out).toContain('let a');
  });
});
