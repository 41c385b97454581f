import { useShallow } from 'zustand/react/shallow';
import type { ChangesStore, PanelUi } from './changes-slice';

/** The panel's state for all but its diffs: scrolling and arriving diffs draw only them again. */
export function usePanelUi(store: ChangesStore): PanelUi {
  return store(useShallow(({ top, diffs, seen, updated, remarkHeights, ...ui }) => ui));
}
