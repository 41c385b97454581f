import { test as base } from './coppice';
import { type DesktopProgram, type NotificationDaemon, startNotifications, startPanel } from './desktop';

interface TestFixtures {
  /** The notifications shown in the time of one test. */
  notifications: NotificationDaemon;
}

interface WorkerFixtures {
  panel: DesktopProgram;
  notificationDaemon: NotificationDaemon;
}

/** Coppice on a desktop that has a panel with tray icons, and shows notifications. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  panel: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from its destructured parameter.
    async ({}, use) => {
      const panel = await startPanel();
      await use(panel);
      await panel.stop();
    },
    { scope: 'worker', auto: true },
  ],
  // Before any app: the first notification without a daemon makes the bus start one of its own.
  notificationDaemon: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from its destructured parameter.
    async ({}, use) => {
      const daemon = await startNotifications();
      await use(daemon);
      await daemon.stop();
    },
    { scope: 'worker', auto: true },
  ],
  notifications: async ({ notificationDaemon }, use) => {
    await notificationDaemon.clear();
    await use(notificationDaemon);
  },
});

export { expect } from '@playwright/test';
