import type { KeyboardEvent } from 'react';
import type { Side } from '../model/choose-lines';

export interface PanelKeys {
  file(step: 1 | -1): void;
  row(step: 1 | -1): void;
  hunk(step: 1 | -1): void;
  /** Leads the selection one line on. */
  extend(step: 1 | -1): void;
  /** Selects on this side only, where the sides stand beside each other. */
  selectSide(side: Side): void;
  selectLine(): void;
  /** False when nothing was selected. */
  clearSelection(): boolean;
  accept(): void;
  reject(): void;
  acceptFile(): void;
  rejectFile(): void;
  undo(): void;
  comment(): void;
  sendComments(): void;
  toggleViewed(): void;
  toggleCollapsed(): void;
  toggleLayout(): void;
  toggleWrap(): void;
  filter(): void;
  help(): void;
  find(): void;
  nextMatch(step: 1 | -1): void;
}

const actions: Record<string, (keys: PanelKeys) => void> = {
  j: (keys) => keys.hunk(1),
  k: (keys) => keys.hunk(-1),
  n: (keys) => keys.file(1),
  p: (keys) => keys.file(-1),
  ArrowDown: (keys) => keys.row(1),
  ArrowUp: (keys) => keys.row(-1),
  'Shift+ArrowDown': (keys) => keys.extend(1),
  'Shift+ArrowUp': (keys) => keys.extend(-1),
  'Shift+ArrowLeft': (keys) => keys.selectSide('old'),
  'Shift+ArrowRight': (keys) => keys.selectSide('new'),
  ' ': (keys) => keys.selectLine(),
  a: (keys) => keys.accept(),
  r: (keys) => keys.reject(),
  'Shift+A': (keys) => keys.acceptFile(),
  'Shift+R': (keys) => keys.rejectFile(),
  c: (keys) => keys.comment(),
  'Shift+C': (keys) => keys.sendComments(),
  v: (keys) => keys.toggleViewed(),
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
  if (event.altKey || !event.currentTarget.contains(target)) return;
  if (findKey(event, keys)) {
    event.preventDefault();
    return;
  }
  if (target.closest('input:not([type="checkbox"]), textarea, [role="radiogroup"]')) return;
  if (event.ctrlKey || event.metaKey) {
    if (event.key !== 'z' || event.shiftKey) return;
    event.preventDefault();
    keys.undo();
    return;
  }
  // On a button or a box these are its own.
  if ((event.key === 'Enter' || event.key === ' ') && target.closest('button, input')) return;
  if (event.key === 'Escape') {
    if (keys.clearSelection()) event.preventDefault();
    return;
  }
  const shifted = event.shiftKey && (event.key.startsWith('Arrow') || /^[A-Z]$/.test(event.key));
  const action = actions[shifted ? `Shift+${event.key}` : event.key];
  if (!action) return;
  event.preventDefault();
  action(keys);
}

/** The keys of the search work in the panel's fields too. */
function findKey(event: KeyboardEvent<HTMLElement>, keys: PanelKeys): boolean {
  const mod = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (mod && key === 'f' && !event.shiftKey) keys.find();
  else if ((mod && key === 'g') || event.key === 'F3') keys.nextMatch(event.shiftKey ? -1 : 1);
  else return false;
  return true;
}
