/**
 * What the fuzzing job tries, each with what one case may take: seconds, and mebibytes beyond those of the process before it. A target
 * is loaded where it runs.
 * @type {Record<string, { make: import('./worker.mjs').MakeTarget, seconds: number, mebibytes: number }>}
 */
export const TARGETS = {
  native: { make: async () => (await import('./nativeTarget.mjs')).nativeTarget(), seconds: 20, mebibytes: 512 },
};
