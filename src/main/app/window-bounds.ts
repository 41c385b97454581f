import { type BrowserWindow, type Rectangle, screen } from 'electron';
import { z } from 'zod';

const stored = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().min(200),
  height: z.number().min(200),
  maximized: z.boolean(),
});

const KEY = 'window.bounds';
const USUAL = { width: 1280, height: 800 };

export interface WindowBoundsDeps {
  find(key: string): unknown;
  set(key: string, value: unknown): void;
}

/** Remembers where the window was, and puts it back there unless that screen is gone. */
export class WindowBounds {
  readonly #deps: WindowBoundsDeps;

  constructor(deps: WindowBoundsDeps) {
    this.#deps = deps;
  }

  /** Bounds for a new window. */
  restore(): Partial<Rectangle> {
    const { data } = stored.safeParse(this.#deps.find(KEY));
    if (!data) return USUAL;
    const { x, y, width, height } = data;
    return isOnScreen(data) ? { x, y, width, height } : { width, height };
  }

  /** Maximizes the window if it was, and keeps its bounds when the user closes it. */
  follow(window: BrowserWindow): void {
    const { data } = stored.safeParse(this.#deps.find(KEY));
    if (data?.maximized) window.maximize();
    window.on('close', () => this.keep(window));
  }

  keep(window: BrowserWindow): void {
    this.#deps.set(KEY, { ...window.getNormalBounds(), maximized: window.isMaximized() });
  }
}

/** True when enough of the title bar can be reached to move the window. */
function isOnScreen({ x, y, width }: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea: area }) => {
    const overlap = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
    return overlap >= 100 && y >= area.y && y < area.y + area.height - 40;
  });
}
