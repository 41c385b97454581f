import { once } from 'node:events';
import { join } from 'node:path';
import { _electron as electron } from '@playwright/test';
import { ROOT } from '../lib/paths.mjs';

/** Milliseconds anything may take to show; generous, for slow machines. */
const PATIENCE = 60_000;

/** Coppice in a window of its own, used as a person at the machine does. */
export class CoppiceWindow {
  #app;
  #page;
  #shots;

  static async open({ data, screenshots, env }) {
    const window = new CoppiceWindow();
    window.#app = await electron.launch({
      args: [ROOT],
      chromiumSandbox: process.getuid?.() !== 0,
      env: { ...process.env, ...env, COPPICE_HOME: data },
      timeout: PATIENCE,
    });
    window.#page = await window.#app.firstWindow();
    window.#page.setDefaultTimeout(PATIENCE);
    window.#shots = screenshots;
    await window.resize(1280, 800);
    await window.see('Drop a git repository here');
    return window;
  }

  /** Sizes the page; pixels. */
  async resize(width, height) {
    const window = await this.#app.browserWindow(this.#page);
    await window.evaluate((one, size) => one.setContentSize(...size), [width, height]);
    await this.#page.waitForFunction(([w, h]) => innerWidth === w && innerHeight === h, [width, height]);
  }

  /** Waits until a text is on screen. */
  async see(text) {
    await this.#page.getByText(text).first().waitFor();
  }

  async drop(folder) {
    const session = await this.#page.context().newCDPSession(this.#page);
    const data = { items: [], files: [folder], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop']) {
      await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
    }
    await this.#page.getByLabel('What should be done?').waitFor();
  }

  async startSession(prompt) {
    await this.#page.getByLabel('What should be done?').fill(prompt);
    await this.#page.getByRole('button', { name: 'Start session' }).click();
  }

  /** Waits for an agent's question; answers its text. */
  async question() {
    const card = this.#page.getByRole('group', { name: /^Needs your permission/ });
    await card.waitFor();
    return card.locator('pre').innerText();
  }

  async answer(choice) {
    await this.#page.getByRole('button', { name: choice, exact: true }).click();
  }

  /** Waits for the end of the turn; answers what the transcript holds after the prompt, as lines of text. */
  async turnEnd() {
    const transcript = this.#page.getByRole('log', { name: 'Transcript' });
    await transcript.locator('[data-entry="turn-end"]').waitFor();
    const entries = await transcript.locator('[data-entry]:not([data-entry="prompt"])').all();
    const texts = await Promise.all(entries.map((entry) => entry.innerText()));
    return texts.map((text) => text.split('\n').filter(Boolean).join('  '));
  }

  /** The DiffPanel's files, each with its label and the lines it shows. */
  async changes() {
    const panel = this.#page.getByRole('region', { name: 'Changes', exact: true }).first();
    const files = panel.getByRole('region').filter({ has: this.#page.locator('header') });
    await panel.getByRole('button', { name: 'Accept all' }).waitFor();
    await panel.getByRole('gridcell').first().waitFor();
    return Promise.all(
      (await files.all()).map(async (file) => ({
        label: await file.locator('[data-row="-1"]').getAttribute('aria-label'),
        authors: await file.locator('header [role="img"]').first().getAttribute('aria-label'),
        lines: (
          await file
            .getByRole('gridcell')
            .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label')))
        ).map(toDiffLine),
      })),
    );
  }

  /** Accepts every change; answers what the window says of it. */
  async acceptAll() {
    await this.#page.getByRole('button', { name: 'Accept all' }).click();
    const notice = this.#page.getByRole('region', { name: 'Notifications' }).getByText(/^Accepted /);
    await notice.waitFor();
    return notice.innerText();
  }

  /** Leaves a picture of the page in light and in dark, at both sizes; answers the names. */
  async photograph(name) {
    const names = [];
    for (const [width, height] of [
      [900, 600],
      [1280, 800],
    ]) {
      await this.resize(width, height);
      for (const colorScheme of ['dark', 'light']) {
        await this.#page.emulateMedia({ colorScheme });
        await this.#page.waitForFunction(
          (scheme) => matchMedia(`(prefers-color-scheme: ${scheme})`).matches,
          colorScheme,
        );
        names.push(await this.picture(`${name}-${colorScheme}-${width}x${height}`));
      }
    }
    return names;
  }

  async picture(name) {
    await this.#page.screenshot({ path: join(this.#shots, `${name}.png`), animations: 'disabled' });
    return `${name}.png`;
  }

  /** Ends it by a signal: a quit asks first while agents are at work. */
  async close() {
    const main = this.#app.process();
    const gone = once(main, 'exit');
    main.kill('SIGTERM');
    await gone;
  }
}

/** A line's spoken label, “removed line 3: text”, as a line of a diff. */
function toDiffLine(label) {
  const [, kind, text] = /^(added |removed |)line \d*: (.*)$/s.exec(label) ?? [];
  if (kind === undefined) return label;
  return `${{ 'added ': '+', 'removed ': '-' }[kind] ?? ' '} ${text === 'blank' ? '' : text}`;
}
