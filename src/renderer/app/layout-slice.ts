import { create } from 'zustand';

export type SidePanel = 'sidebar' | 'changes';

interface Layout {
  /** Which side panels stand beside the middle, in a window wide enough. */
  shown: Record<SidePanel, boolean>;
  /** Their widths in CSS pixels. */
  width: Record<SidePanel, number>;
  /** The panel laid over the middle, in a window too narrow for it. */
  overlay: SidePanel | null;
}

const KEY = 'coppice.layout';

export const initialLayout: Layout = {
  shown: { sidebar: true, changes: true },
  width: { sidebar: 280, changes: 460 },
  overlay: null,
};

export const useLayout = create<Layout>()(() => ({ ...initialLayout, ...remembered() }));

/** Shows or hides a side panel; `over` when there is no room for it beside the middle. */
export function togglePanel(panel: SidePanel, over: boolean): void {
  const { shown, overlay } = useLayout.getState();
  if (over) useLayout.setState({ overlay: overlay === panel ? null : panel });
  else setShown(panel, !shown[panel]);
}

/** Shows a side panel if it is not; `over` when there is no room for it beside the middle. */
export function showPanel(panel: SidePanel, over: boolean): void {
  if (over) useLayout.setState({ overlay: panel });
  else setShown(panel, true);
}

export function setShown(panel: SidePanel, on: boolean): void {
  useLayout.setState(({ shown }) => ({ shown: { ...shown, [panel]: on } }));
  remember();
}

export function setWidth(panel: SidePanel, pixels: number): void {
  useLayout.setState(({ width }) => ({ width: { ...width, [panel]: Math.round(pixels) } }));
  remember();
}

export function closeOverlay(): void {
  useLayout.setState({ overlay: null });
}

function remember(): void {
  const { shown, width } = useLayout.getState();
  localStorage.setItem(KEY, JSON.stringify({ shown, width }));
}

function remembered(): Partial<Layout> {
  const text = globalThis.localStorage?.getItem(KEY);
  if (!text) return {};
  const { shown, width } = JSON.parse(text) as Partial<Layout>;
  return {
    shown: { ...initialLayout.shown, ...shown },
    width: { ...initialLayout.width, ...width },
  };
}
