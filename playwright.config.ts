import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: process.env.COPPICE_E2E_OUTPUT ?? 'test-results/e2e',
  // Each test runs a whole app; two cores carry one at a time.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // The first launch on a cold machine takes several seconds.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [
    ['list'],
    ...(process.env.COPPICE_E2E_JSON
      ? [['json', { outputFile: process.env.COPPICE_E2E_JSON }] as const]
      : []),
  ],
  // Recording every step takes a seventh of the time; the gate keeps the picture and the page of a failure.
  use: { trace: process.env.CI ? 'off' : 'retain-on-failure', screenshot: 'only-on-failure' },
});
