import type { KeyboardEvent } from 'react';

export interface PanelKeys {
  file(step: 1 | -1): void;
  row(step: 1 | -1): void;
  hunk(step: 1 | -1): void;
  accept(): void;
  reject(): void;
  toggleCollapsed(): void;
  toggleLayout(): void;
  toggleWrap(): void;
  filter(): void;
  help(): void;
}

const actions: Record<string, (keys: PanelKeys) => void> = {
  j: (keys) => keys.file(1),
  k: (keys) => keys.file(-1),
  ArrowDown: (keys) => keys.row(1),
  ArrowUp: (keys) => keys.row(-1),
  n: (keys) => keys.hunk(1),
  p: (keys) => keys.hunk(-1),
  a: (keys) => keys.accept(),
  r: (keys) => keys.reject(),
  o: (keys) => keys.toggleCollapsed(),
  Enter: (keys) => keys.toggleCollapsed(),
  u: (keys) => keys.toggleLayout(),
  w: (keys) => keys.toggleWrap(),
  '/': (keys) => keys.filter(),
  '?': (keys) => keys.help(),
};

/** Single keys of the panel: only while the focus is in it, never while the user types or in a popup of it. */
export function onPanelKey(event: KeyboardEvent<HTMLElement>, keys: PanelKeys): void {
  const target = event.target as HTMLElement;
  if (event.defaultPrevented || event.nativeEvent.isComposing) return;
  if (event.ctrlKey || event.metaKey || event.altKey || !event.currentTarget.contains(target)) return;
  if (target.closest('input, textarea, [role="radiogroup"]')) return;
  // On a button Enter is the button's own.
  if (event.key === 'Enter' && target.closest('button')) return;
  const action = actions[event.key];
  if (!action) return;
  event.preventDefault();
  action(keys);
}
