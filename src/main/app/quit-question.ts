import { app, dialog, powerMonitor } from 'electron';

export interface QuitQuestionDeps {
  /** How many agents are at work. */
  atWork(): number;
  showWindow(): void;
  hideWindow(): void;
}

const QUIT = 0;
const KEEP = 1;

/** Asks before a quit that would interrupt agents; never when the system or a signal ends Coppice. */
export class QuitQuestion {
  readonly #deps: QuitQuestionDeps;
  #settled = false;
  #asking = false;

  constructor(deps: QuitQuestionDeps) {
    this.#deps = deps;
    // Nobody is there to answer while the system shuts down.
    powerMonitor.on('shutdown', () => this.quitWithoutAsking());
    app.on('browser-window-created', (_event, window) =>
      window.on('session-end', () => this.quitWithoutAsking()),
    );
  }

  /** True when a quit may go on now; else the user is asked, and the quit begins anew if that is the answer. */
  allows(): boolean {
    if (this.#settled || this.#deps.atWork() === 0) return true;
    if (!this.#asking) void this.#ask();
    return false;
  }

  quitWithoutAsking(): void {
    this.#settled = true;
    app.quit();
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    const count = this.#deps.atWork();
    const { response } = await dialog.showMessageBox({
      type: 'question',
      title: 'Quit Coppice',
      message: count === 1 ? 'An agent is at work.' : `${count} agents are at work.`,
      detail: `Quitting interrupts ${count === 1 ? 'it' : 'them'}; you can continue at the next start.`,
      buttons: ['Quit', 'Keep running', 'Cancel'],
      defaultId: QUIT,
      cancelId: 2,
    });
    this.#asking = false;
    if (response === QUIT) this.quitWithoutAsking();
    else if (response === KEEP) this.#deps.hideWindow();
    else this.#deps.showWindow();
  }
}
