import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, expect, it, vi } from 'vitest';
import { changesStrings } from '../../../src/renderer/strings/changes';
import { shortcutsStrings } from '../../../src/renderer/strings/shortcuts';
import { type KeyLine, KeyList } from '../../../src/renderer/ui/key-list';

afterEach(() => vi.unstubAllGlobals());

/** The keys of a list as they are read, a cap for each. */
function keysOf(platform: string, keys: readonly KeyLine[]): string[] {
  vi.stubGlobal('window', { coppice: { platform } });
  const html = renderToStaticMarkup(<KeyList keys={keys} />);
  const cap = (text: string) => text.replace(/<kbd[^>]*>(.*?)<\/kbd>/g, '[$1]').replace(/<[^>]+>/g, '');
  return [...html.matchAll(/<dt[^>]*>(.*?)<\/dt>/g)].map(([, text]) => cap(text ?? ''));
}

it('all keys are written in one way, that of the platform', () => {
  const lines: KeyLine[] = [
    ['Mod+K', ''],
    ['J / Shift+R', ''],
    ['Mod+1 … 9', ''],
    ['Alt+ArrowUp', ''],
    ['/', ''],
  ];
  const others = ['[Ctrl][K]', '[J] / [Shift][R]', '[Ctrl][1] … [9]', '[Alt][↑]', '[/]'];
  expect(keysOf('linux', lines)).toEqual(others);
  expect(keysOf('win32', lines)).toEqual(others);
  expect(keysOf('darwin', lines)).toEqual(['[⌘][K]', '[J] / [⇧][R]', '[⌘][1] … [9]', '[⌥][↑]', '[/]']);
});

it('no list names a key of another platform', () => {
  const { composerKeys, transcriptKeys, listKeys } = shortcutsStrings;
  const lines = [...composerKeys, ...transcriptKeys, ...listKeys, ...changesStrings.shortcuts];
  expect(keysOf('linux', lines).join(' ')).not.toMatch(/[⌘⌃⌥⇧]|Arrow|Mod|\[[^\]]+ [^\]]+\]|\[[a-z]\]/);
  expect(keysOf('darwin', lines).join(' ')).not.toMatch(/Ctrl|Arrow|Mod|\[[a-z]\]/);
});
