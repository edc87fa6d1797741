import { defineConfig } from 'vitest/config';

/** What the mutation tester runs: the rooms' own tests, without those that start processes of the compiled package. */
export default defineConfig({
  test: {
    include: ['test/{loss,train,eval}/**/*.test.ts'],
    exclude: ['test/train/{killedRun,trainFaults}.test.ts', 'test/eval/embeddings/embedTogether.test.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
