import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { sqliteBinding } from './scripts/lib/sqlite-binding.mjs';

const binding = sqliteBinding();
const env: Record<string, string> = binding ? { COPPICE_SQLITE_BINDING: binding } : {};

export default defineConfig({
  test: {
    // They mostly wait for git and agents: one worker leaves much of two processors idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          env,
          // Properties over thousands of values take their time on a busy machine.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          environment: 'node',
          include: ['tests/integration/**/*.test.ts', 'tests/conformance/**/*.test.ts'],
          globalSetup: ['tests/integration/global-setup.ts'],
          env,
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'agents',
          environment: 'node',
          include: ['tests/agents/**/*.test.ts'],
          globalSetup: ['tests/integration/global-setup.ts'],
          env,
          testTimeout: 600_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
