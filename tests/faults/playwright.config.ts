import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/faults',
  workers: 1,
  retries: 0,
  reporter: [
    ['list'],
    ...(process.env.COPPICE_FAULTS_JSON
      ? ([['json', { outputFile: process.env.COPPICE_FAULTS_JSON }]] as const)
      : []),
  ],
});
