import type { BrowserWindow } from 'electron';
import type { Input, Method, Output } from '../../shared/ipc/contract';
import type { HubClient } from './event-hub';

/** The window a call came from. */
export interface Caller {
  window: BrowserWindow;
  /** Its end of the event stream; snapshots are numbered by it. */
  client: HubClient;
}

export type Handler<M extends Method> = (input: Input<M>, caller: Caller) => Output<M> | Promise<Output<M>>;

/** One handler for every method of the contract: a missing one does not compile. */
export type Handlers = { [M in Method]: Handler<M> };

/** The handlers of one area, named by the prefix of their methods. */
export type AreaHandlers<Area extends string> = {
  [M in Method as M extends `${Area}.${string}` ? M : never]: Handler<M>;
};
