import { defineConfig } from 'vitest/config';

/**
 * Rooms whose files share processes, one file after the other: TensorFlow and lib are loaded once, not for each file.
 * What a file changes of its process is put back (test/fixtures/leaveNothing.ts). Every line has processes of its own,
 * so that none grows for long; and so has every other file, as those start processes, or try how one begins and ends.
 */
const SHARING = [
  'test/{engine,loss,models,text,train}/**/*.test.ts',
  'test/{datasets,image,weights}/**/*.test.ts',
  'test/{apps,eval,experiments}/**/*.test.ts',
  'test/figures/**/*.test.ts',
];

export default defineConfig({
  test: {
    // The native TensorFlow binding is one per process, and two cores are all there is.
    pool: 'forks',
    maxWorkers: 2,
    // Limits only say "never": the machine may be slow, or busy with other things.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 300_000 } },
    reporters: ['default', './test/skipReporter.ts'],
    projects: [
      { extends: true, test: { name: 'alone', include: ['test/**/*.test.ts'], exclude: SHARING } },
      ...SHARING.map((files, k) => ({
        extends: true as const,
        test: {
          name: `sharing ${k + 1}`,
          include: [files],
          isolate: false,
          setupFiles: ['test/fixtures/leaveNothing.ts'],
        },
      })),
    ],
  },
});
