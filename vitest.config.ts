import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import LongestFirst from './test/longest-first.ts';

// What needs another program, a terminal, or minutes: moto, the AWS CLI, `script`, the weather, the kills, the other evaluator.
const SLOW = [
  'test/{bench,package,readme}.test.ts',
  'test/contract/**',
  'test/terminal/**',
  'test/weather/**',
  'test/policies/{moto,mutants,roles-and-groups,service-roles,simulated,truth-table}.test.ts',
  'test/policies/days/**',
  'test/steps/{undo-matrix,real}.test.ts',
  'test/robust/**',
];
const isQuick = process.env.TEST_QUICK === '1';

// Most files keep to themselves, and share what they load. What changes a module or the process has one of its own.
const IN_ONE = ['aws', 'cli', 'engine', 'facts', 'policies', 'steps'];
const APART = /\bvi\.|\bprocess\.(env|chdir|on)\b|mockClient|startMoto|BIN\b/;
const inOne = IN_ONE.flatMap((folder) =>
  readdirSync(join(import.meta.dirname, 'test', folder))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `test/${folder}/${name}`)
    .filter((file) => !APART.test(readFileSync(join(import.meta.dirname, file), 'utf8'))),
);

export default defineConfig({
  test: {
    // One more than there are processors, because many tests wait: for a process, for an answer that never comes.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    environment: 'node',
    // What bin/aws-baseline.js does for the program.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    // Other Nodes and the next run need not compile again what did not change.
    experimental: { fsModuleCache: true },
    // Some tests run the program for each of a hundred requests, beside other files.
    testTimeout: 180_000,
    hookTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary'],
      thresholds: { statements: 88, branches: 81, functions: 89, lines: 90 },
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'apart',
          include: ['test/**/*.test.ts'],
          exclude: [...inOne, ...(isQuick ? SLOW : [])],
          globalSetup: ['test/contract/warm-setup.ts'],
        },
      },
      { extends: true, test: { name: 'in one', include: inOne, exclude: isQuick ? SLOW : [], isolate: false } },
    ],
  },
});
