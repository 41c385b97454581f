import { create } from 'zustand';

export type SettingsTab = 'general' | 'model' | 'agents' | 'about';

export const useSettingsUi = create<{ open: boolean; tab: SettingsTab }>()(() => ({
  open: false,
  tab: 'general',
}));

export function openSettings(tab: SettingsTab = 'general'): void {
  useSettingsUi.setState({ open: true, tab });
}

export function closeSettings(): void {
  useSettingsUi.setState({ open: false });
}
