import { defineConfig } from 'vitest/config';

/** What the mutation tester runs: the rooms' own tests, without those that start processes of the compiled package. */
export default defineConfig({
  test: {
    include: ['test/{loss,train,eval}/**/*.test.ts'],
    exclude: ['test/train/{killedRun,trainFaults}.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
