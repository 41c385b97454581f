import { useEffect } from 'react';
import type { Settings } from '../../shared/domain/settings';
import { useApp } from '../lib/app-store';

const KEY = 'coppice.theme';

/** Applies the theme of the last run before anything is painted; the settings arrive a moment later. */
export function applyRememberedTheme(): void {
  const theme = localStorage.getItem(KEY);
  if (theme === 'light' || theme === 'dark') apply(theme);
}

/** Keeps the page in the theme the settings name. */
export function useTheme(): void {
  const theme = useApp((state) => (state.phase.kind === 'ready' ? state.settings.theme : null));
  useEffect(() => {
    if (!theme) return;
    apply(theme);
    localStorage.setItem(KEY, theme);
  }, [theme]);
}

function apply(theme: Settings['theme']): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
