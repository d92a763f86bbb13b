import { defineConfig } from 'vitest/config';
import { PATIENCE_MS } from './test/setup/limits.ts';
import { LongestFirst } from './test/setup/longest-first.ts';

const exclude = ['**/node_modules/**', '**/.longplay/**'];
/** What is waited for in a test without a limit of its own. */
const patient = { expect: { poll: { timeout: PATIENCE_MS } }, setupFiles: ['test/setup/patience.ts'] };

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.unit.spec.ts'],
          exclude,
          ...patient,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          // One process for many files: to load the same modules again for each took as long as to run them.
          isolate: false,
        },
      },
      {
        test: {
          name: 'int',
          include: ['**/*.int.spec.ts'],
          exclude,
          ...patient,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // One real Kafka, registry and Postgres for the whole project; every spec uses its own topic prefix.
          globalSetup: ['test/setup/local-stack.ts'],
          // One more than the cores of a small machine: much of it waits for the broker.
          maxWorkers: 3,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['**/*.e2e.spec.ts'],
          exclude,
          ...patient,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // Each brings servers of its own, on ports of its own, and mostly waits for them.
          maxWorkers: 2,
        },
      },
    ],
  },
});
