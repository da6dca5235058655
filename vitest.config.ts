import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import LongestFirst from './test/longest-first.ts';

// What needs another program, a terminal, or minutes: moto, the AWS CLI, `script`, the weather, the kills.
const SLOW = [
  'test/{bench,package,readme}.test.ts',
  'test/contract/**',
  'test/terminal/**',
  'test/weather/**',
  'test/policies/{moto,truth-table,simulated}.test.ts',
  'test/steps/{undo-matrix,real}.test.ts',
  'test/robust/**',
];
const isQuick = process.env.TEST_QUICK === '1';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: isQuick ? SLOW : [],
    environment: 'node',
    // One more than there are processors, because many tests wait: for a process, for an answer that never comes.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    // What bin/aws-baseline.js does for the program.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    globalSetup: ['test/contract/warm-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: { provider: 'v8', include: ['src/**/*.ts'], reporter: ['text-summary'] },
  },
});
