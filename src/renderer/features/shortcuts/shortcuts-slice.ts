import { create } from 'zustand';

export const useShortcutsUi = create<{ open: boolean }>()(() => ({ open: false }));

export function setShortcutsOpen(open: boolean): void {
  useShortcutsUi.setState({ open });
}
