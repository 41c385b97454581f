import { create } from 'zustand';

export const usePalette = create<{ open: boolean }>()(() => ({ open: false }));

export function setPaletteOpen(open: boolean): void {
  usePalette.setState({ open });
}
