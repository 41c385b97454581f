import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  type IpcMainInvokeEvent,
  MessageChannelMain,
  nativeTheme,
} from 'electron';
import { portChannel } from '../../shared/ipc/bridge';
import type { WindowRequest } from '../../shared/ipc/events';
import type { EventHub, HubClient } from '../ipc/event-hub';
import type { Caller } from '../ipc/handler';
import { withDeadline } from '../services/deadline';
import type { Log } from '../services/log';
import { askAfterCrashes } from './ask-after-crashes';
import { CrashLoop } from './crash-loop';
import type { WindowBounds } from './window-bounds';

export interface MainWindowDeps {
  hub: EventHub;
  preload: string;
  page: string;
  icon: string;
  log: Log;
  /** Asked when the user closes the window; true hides it instead, as Coppice stays in the tray. */
  hideOnClose(): boolean;
  /** Called after the user closed the window and it was hidden instead. */
  onHiddenByClose(): void;
  /** Asked to end Coppice by a user whose window keeps crashing. */
  quit(): void;
  /** Called after the window was shown, hidden, minimized or restored. */
  onVisibility(): void;
  /** Where the window was last, and where to keep that. */
  bounds: WindowBounds;
}

/** Milliseconds that a page which is to close has for having everything kept. */
const HAND_OVER_MS = 1000;

/** The app's window: made when first shown, hidden or closed by the user, brought back by the tray. */
export class MainWindow {
  readonly #deps: MainWindowDeps;
  readonly #url: string;
  #window: BrowserWindow | undefined;
  #client: HubClient | undefined;
  #waiting: WindowRequest[] = [];
  #closing: Promise<void> | undefined;
  #onHandedOver: (() => void) | undefined;
  readonly #crashes = new CrashLoop();

  constructor(deps: MainWindowDeps) {
    this.#deps = deps;
    this.#url = process.env.ELECTRON_RENDERER_URL ?? pathToFileURL(deps.page).href;
  }

  /** Shows the window in front, making it if there is none. */
  show(): void {
    this.#window ??= this.#create();
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  hide(): void {
    this.#window?.hide();
  }

  /** Closes the window for good, when its page has had everything kept or does not answer. */
  close(): Promise<void> {
    this.#closing ??= this.#close().finally(() => {
      this.#closing = undefined;
    });
    return this.#closing;
  }

  /** The page of the window that is being closed has nothing left to be kept. */
  handedOver(): void {
    this.#onHandedOver?.();
  }

  async #close(): Promise<void> {
    const window = this.#window;
    if (!window) return;
    this.#deps.bounds.keep(window);
    const client = this.#client;
    if (client) {
      const handedOver = new Promise<void>((resolve) => {
        this.#onHandedOver = resolve;
      });
      client.send({ type: 'window.asked', show: { kind: 'hand-over' } });
      await withDeadline(handedOver, HAND_OVER_MS, undefined);
    }
    if (!window.isDestroyed()) window.destroy();
  }

  isVisible(): boolean {
    return this.#window?.isVisible() ?? false;
  }

  /** False while nothing of it can be seen: hidden, minimized, or not made. */
  isInSight(): boolean {
    return this.isVisible() && this.#window?.isMinimized() === false;
  }

  isFocused(): boolean {
    return this.#window?.isFocused() ?? false;
  }

  get browserWindow(): BrowserWindow | undefined {
    return this.#window;
  }

  /** Shows the window and asks it to show something; waits for its page when that is still loading. */
  ask(request: WindowRequest): void {
    this.show();
    if (this.#client) this.#client.send({ type: 'window.asked', show: request });
    else this.#waiting.push(request);
  }

  /** The caller behind an IPC event, if it is the main frame of our own page. */
  findCaller(event: IpcMainInvokeEvent): Caller | undefined {
    const window = this.#window;
    if (!window || !this.#client || event.sender !== window.webContents) return undefined;
    const frame = event.senderFrame;
    if (!frame || frame !== window.webContents.mainFrame || !this.#isOurPage(frame.url)) return undefined;
    return { window, client: this.#client };
  }

  #isOurPage(url: string): boolean {
    const target = new URL(url);
    target.hash = '';
    return target.href === new URL(this.#url).href;
  }

  #create(): BrowserWindow {
    const window = new BrowserWindow(this.#options());
    this.#deps.bounds.follow(window);
    const { webContents } = window;
    // Every load of the page gets a port of its own, so a reload starts from a fresh snapshot. The
    // page's deferred script has run by then and listens for it. The port before goes when the page does: a navigation
    // that is prevented starts as well, and leaves the page as it was.
    webContents.on('did-navigate', () => this.#disconnect());
    webContents.on('dom-ready', () => this.#connect(window));
    webContents.on('render-process-gone', (_event, { reason }) => {
      this.#deps.log.error('renderer gone', { reason });
      this.#disconnect();
      if (reason !== 'clean-exit') void this.#bringBack(window);
    });
    window.on('close', (event) => {
      event.preventDefault();
      if (!this.#deps.hideOnClose()) return void this.close();
      window.hide();
      this.#deps.onHiddenByClose();
    });
    window.on('show', () => this.#deps.onVisibility());
    window.on('hide', () => this.#deps.onVisibility());
    window.on('minimize', () => this.#deps.onVisibility());
    window.on('restore', () => this.#deps.onVisibility());
    window.on('closed', () => {
      this.#disconnect();
      this.#window = undefined;
    });
    void window.loadURL(this.#url);
    return window;
  }

  /** Loads a page that crashed again; one that keeps crashing only when the user says so. */
  async #bringBack(window: BrowserWindow): Promise<void> {
    if (this.#crashes.crashed(Date.now()) && !window.isDestroyed()) {
      if ((await askAfterCrashes(window)) === 'quit') return this.#deps.quit();
    }
    if (!window.isDestroyed()) window.webContents.reload();
  }

  #options(): BrowserWindowConstructorOptions {
    return {
      ...this.#deps.bounds.restore(),
      minWidth: 720,
      minHeight: 480,
      show: false,
      // Everything is in the palette; Alt shows the menu where it is not the system's own.
      autoHideMenuBar: true,
      title: 'Coppice',
      icon: this.#deps.icon,
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#171614' : '#faf9f7',
      webPreferences: {
        preload: this.#deps.preload,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        spellcheck: false,
      },
    };
  }

  #connect(window: BrowserWindow): void {
    this.#disconnect();
    const { port1, port2 } = new MessageChannelMain();
    this.#client = this.#deps.hub.attach(port1);
    window.webContents.postMessage(portChannel, null, [port2]);
    for (const show of this.#waiting.splice(0)) this.#client.send({ type: 'window.asked', show });
  }

  #disconnect(): void {
    if (this.#client) this.#deps.hub.detach(this.#client);
    this.#client = undefined;
  }
}

/** The folder of the built main process, from which the other bundles are found. */
export function bundlePath(...parts: string[]): string {
  return join(import.meta.dirname, ...parts);
}
