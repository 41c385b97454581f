import { describe, expect, it } from 'vitest';
import { formatShortcut, matchesShortcut } from '../../../src/renderer/lib/shortcut';

const keys = (key: string, ...modifiers: string[]) => ({
  key,
  ctrlKey: modifiers.includes('ctrl'),
  metaKey: modifiers.includes('meta'),
  altKey: modifiers.includes('alt'),
  shiftKey: modifiers.includes('shift'),
});

describe('matchesShortcut', () => {
  it('takes Mod as Cmd on macOS and as Ctrl elsewhere', () => {
    expect(matchesShortcut(keys('k', 'meta'), 'Mod+K', true)).toBe(true);
    expect(matchesShortcut(keys('k', 'ctrl'), 'Mod+K', true)).toBe(false);
    expect(matchesShortcut(keys('k', 'ctrl'), 'Mod+K', false)).toBe(true);
  });

  it('wants exactly the named modifiers', () => {
    expect(matchesShortcut(keys('k', 'ctrl', 'shift'), 'Mod+K', false)).toBe(false);
    expect(matchesShortcut(keys('Tab', 'ctrl', 'shift'), 'Ctrl+Shift+Tab', true)).toBe(true);
    expect(matchesShortcut(keys('F6'), 'F6', false)).toBe(true);
  });
});

describe('formatShortcut', () => {
  it('writes keys as the platform does', () => {
    expect(formatShortcut('Mod+Shift+k', true)).toBe('⌘⇧K');
    expect(formatShortcut('Mod+,', false)).toBe('Ctrl+,');
    expect(formatShortcut('Escape', false)).toBe('Esc');
  });
});
