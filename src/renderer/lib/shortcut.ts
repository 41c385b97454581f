import { useEffect, useRef } from 'react';
import { isMac } from './platform';

/** Keys joined by `+`: modifiers `Mod` (Cmd on macOS, else Ctrl), `Ctrl`, `Alt`, `Shift`, then one key: `Mod+Shift+K`. */
export type Shortcut = string;

type Keys = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** True when exactly these keys are down. */
export function matchesShortcut(event: Keys, shortcut: Shortcut, mac: boolean): boolean {
  const { key, modifiers } = parse(shortcut);
  const mod = modifiers.includes('Mod');
  return (
    event.key.toLowerCase() === key.toLowerCase() &&
    event.ctrlKey === (modifiers.includes('Ctrl') || (mod && !mac)) &&
    event.metaKey === (mod && mac) &&
    event.altKey === modifiers.includes('Alt') &&
    event.shiftKey === modifiers.includes('Shift')
  );
}

const macSymbols: Record<string, string> = { Mod: '⌘', Ctrl: '⌃', Alt: '⌥', Shift: '⇧' };
const keyNames: Record<string, string> = {
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  ' ': 'Space',
};

/** The keys of a shortcut as this platform writes them, one string per key cap. */
export function shortcutKeys(shortcut: Shortcut, mac: boolean): string[] {
  const { key, modifiers } = parse(shortcut);
  const name = keyNames[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  const names = modifiers.map((modifier) =>
    mac ? (macSymbols[modifier] ?? modifier) : modifier === 'Mod' ? 'Ctrl' : modifier,
  );
  return [...names, name];
}

/** `⌘K` or `Ctrl+K`; for tooltips and `aria-keyshortcuts`-like text. */
export function formatShortcut(shortcut: Shortcut, mac = isMac()): string {
  return shortcutKeys(shortcut, mac).join(mac ? '' : '+');
}

/** Runs `handler` on a shortcut anywhere in the window, unless something nearer handled the key. */
export function useShortcut(shortcut: Shortcut, handler: () => void, enabled = true): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    if (!enabled) return;
    function onKeyDown(event: KeyboardEvent): void {
      // A key that ends an IME composition is the input method's.
      if (event.defaultPrevented || event.isComposing) return;
      if (!matchesShortcut(event, shortcut, isMac())) return;
      event.preventDefault();
      latest.current();
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [shortcut, enabled]);
}

function parse(shortcut: Shortcut): { key: string; modifiers: string[] } {
  const parts = shortcut.split('+');
  const key = parts.pop() || '+';
  return { key, modifiers: parts.filter(Boolean) };
}
