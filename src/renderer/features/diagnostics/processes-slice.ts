import { create } from 'zustand';

export const useProcessesUi = create<{ open: boolean }>()(() => ({ open: false }));

export function setProcessesOpen(open: boolean): void {
  useProcessesUi.setState({ open });
}
