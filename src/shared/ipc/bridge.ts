import type { Input, Method, Output } from './contract';
import type { Result } from './result';

/** What the preload script exposes as `window.coppice`; everything the renderer can reach of the host. */
export interface Bridge {
  call<M extends Method>(method: M, input: Input<M>): Promise<Result<Output<M>>>;
  /** The absolute path of a dropped or pasted file or folder; empty when it has none. */
  pathOf(file: File): string;
  platform: 'darwin' | 'linux' | 'win32';
}

/** Posted to the window once per load, with the event port as its only transfer. */
export const portMessage = 'coppice:events';
/** The one IPC channel of calls. */
export const callChannel = 'coppice:call';
/** The channel on which main hands the preload its event port. */
export const portChannel = 'coppice:port';
