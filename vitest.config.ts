import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The native TensorFlow binding is one per process, and two cores are all there is.
    pool: 'forks',
    maxWorkers: 2,
    // Limits only say "never": the machine may be slow, or busy with other things.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 300_000 } },
    reporters: ['default', './test/skipReporter.ts'],
  },
});
