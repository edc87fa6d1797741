/**
 * What the fuzzing job tries, each with what one case may take: seconds, and mebibytes beyond those of the process
 * before it. A target is loaded where it runs.
 * @type {Record<string, { make: import('./worker.mjs').MakeTarget, seconds: number, mebibytes: number }>}
 */
export const TARGETS = {
  images: { make: reader('images'), seconds: 40, mebibytes: 1536 },
  tensors: { make: reader('tensors'), seconds: 30, mebibytes: 512 },
  models: { make: reader('models'), seconds: 60, mebibytes: 1024 },
  configurations: { make: reader('configurations'), seconds: 20, mebibytes: 256 },
  vocabularies: {
    make: async () => (await import('./vocabularyTarget.mjs')).vocabularies(),
    seconds: 20,
    mebibytes: 512,
  },
  datasets: {
    make: async (folder) => (await import('./datasetTargets.mjs')).datasets(folder),
    seconds: 60,
    mebibytes: 1536,
  },
  layouts: {
    make: async (folder) => (await import('./datasetTargets.mjs')).layouts(folder),
    seconds: 60,
    mebibytes: 1536,
  },
  captions: {
    make: async (folder) => (await import('./datasetTargets.mjs')).captions(folder),
    seconds: 60,
    mebibytes: 1536,
  },
  debs: {
    make: async (folder) => (await import('./debTarget.mjs')).debs(folder),
    seconds: 40,
    mebibytes: 1536,
  },
  hub: { make: async () => (await import('./hubTarget.mjs')).hub(), seconds: 20, mebibytes: 512 },
  tables: { make: reader('tables'), seconds: 20, mebibytes: 512 },
  native: {
    make: async (folder) => (await import('./nativeTarget.mjs')).nativeTarget(folder),
    seconds: 20,
    mebibytes: 512,
  },
  kernel: {
    make: async (folder) => (await import('./kernelTarget.mjs')).kernelTarget(folder),
    seconds: 60,
    mebibytes: 512,
  },
};

/**
 * @param {keyof typeof import('./readerTargets.mjs')} name
 * @returns {import('./worker.mjs').MakeTarget}
 */
function reader(name) {
  return async (folder) => {
    const targets = await import('./readerTargets.mjs');
    /** @type {import('./worker.mjs').MakeTarget} */
    const make = targets[name];
    return make(folder);
  };
}
