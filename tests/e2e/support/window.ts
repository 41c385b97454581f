import { expect, type Locator, type Page } from '@playwright/test';
import { dropOnWindow } from './coppice';

type Ending = 'Done' | 'Cancelled' | 'Failed' | 'Interrupted' | 'The agent declined';

/** The window as its user sees it: each step ends when its outcome is on screen. */
export class CoppiceWindow {
  readonly transcript: Locator;
  readonly composer: Locator;
  readonly changes: Locator;
  /** Says what is accepted and in no commit yet. */
  readonly acceptedBar: Locator;
  readonly sessions: Locator;
  readonly notifications: Locator;
  readonly permission: Locator;

  constructor(readonly page: Page) {
    this.transcript = page.getByRole('log', { name: 'Transcript' });
    this.composer = page.getByLabel(/^Prompt for /);
    // The panel of the window and the view in it have the same name.
    this.changes = page.getByRole('region', { name: 'Changes', exact: true }).first();
    this.acceptedBar = page.getByRole('region', { name: 'Accepted, not yet committed' });
    this.sessions = page.getByRole('tree', { name: 'Sessions by repository' });
    this.notifications = page.getByRole('region', { name: 'Notifications' });
    this.permission = page.getByRole('group', { name: /^Needs your permission/ });
  }

  /** Drops a repository on the window and waits for the question what should be done in it. */
  async openRepository(path: string): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible();
    await dropOnWindow(this.page, [path]);
    await expect(this.newPrompt).toBeVisible();
  }

  get newPrompt(): Locator {
    return this.page.getByRole('textbox', { name: 'What should be done?' });
  }

  /** Starts a session from the screen that asks for its first prompt. */
  async startSession(prompt: string, agent?: string): Promise<void> {
    if (agent !== undefined) await this.pickAgent(agent);
    await this.newPrompt.fill(prompt);
    await this.page.getByRole('button', { name: 'Start session' }).click();
    await this.expectPrompt(prompt);
  }

  /** Starts another session in the repository whose session is shown. */
  async newSession(prompt: string, agent?: string): Promise<void> {
    await this.page.getByRole('button', { name: /^New session Ctrl/ }).click();
    await this.startSession(prompt, agent);
  }

  /** Sends a prompt and waits until its turn began. */
  async prompt(text: string): Promise<void> {
    await this.send(text);
    await this.expectPrompt(text);
  }

  /** Sends a prompt, which may have to wait for its turn. */
  async send(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
    await expect(this.composer).toHaveValue('');
  }

  async pickAgent(name: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Agent', exact: true }).click();
    await this.page.getByRole('option', { name }).click();
  }

  async waitForTurnEnd(ending: Ending = 'Done'): Promise<void> {
    const last = this.transcript.locator('[data-entry]').last();
    await expect(last.and(this.transcript.locator('[data-entry="turn-end"]'))).toContainText(ending);
  }

  /** Stops the running turn. */
  async stop(): Promise<void> {
    await this.page.getByRole('button', { name: 'Stop', exact: true }).click();
    await this.waitForTurnEnd('Cancelled');
  }

  /** A changed file with its lines in the DiffPanel. */
  file(path: string): Locator {
    return this.changes.getByRole('region', { name: path, exact: true });
  }

  async accept(path: string): Promise<void> {
    await this.file(path)
      .getByRole('button', { name: `Accept ${path}`, exact: true })
      .click();
    await expect(this.file(path)).toHaveCount(0);
  }

  async reject(path: string): Promise<void> {
    await this.file(path)
      .getByRole('button', { name: `Reject ${path}`, exact: true })
      .click();
    await expect(this.file(path)).toHaveCount(0);
  }

  async answerPermission(choice: string): Promise<void> {
    await this.permission.getByRole('button', { name: choice, exact: true }).click();
    await expect(this.permission).toHaveCount(0);
  }

  /** Runs an action by its name in the palette, without the mouse. */
  async runAction(label: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+k');
    const palette = this.page.getByRole('dialog', { name: 'Command palette' });
    await palette.getByRole('combobox').fill(label);
    await expect(palette.getByRole('option', { name: label })).toBeVisible();
    await this.page.keyboard.press('Enter');
    await expect(palette).toHaveCount(0);
  }

  /** A session in the sidebar; its name holds status, title and agents. */
  session(title: string): Locator {
    return this.sessions.getByRole('treeitem', { level: 2 }).filter({ hasText: title });
  }

  private async expectPrompt(text: string): Promise<void> {
    const prompt = this.transcript.locator('[data-entry="prompt"]').filter({ hasText: text });
    await expect(prompt.last()).toBeVisible();
  }
}
