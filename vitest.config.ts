import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    // Vitest would leave one processor free: of the two that CI has, half.
    maxWorkers: '100%',
    // What bin/aws-baseline.js does for the program.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    globalSetup: ['test/contract/warm-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
