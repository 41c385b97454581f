import { useMedia } from '../lib/use-media';
import type { SidePanel } from './layout-slice';

/** Whether the window is wide enough for each side panel to stand beside the middle. */
export function useRoom(): Record<SidePanel, boolean> {
  const sidebar = useMedia('(min-width: 1040px)');
  const changes = useMedia('(min-width: 820px)');
  return { sidebar, changes };
}
