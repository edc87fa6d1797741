import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pipEnvironment, venvPython } from './pythonEnvironment.mjs';
import { tensorflowFolder } from './tensorflowLibrary.mjs';

const REQUIREMENTS = fileURLToPath(new URL('cuda_requirements.txt', import.meta.url));

/**
 * NVIDIA's libraries where the CUDA build of TensorFlow looks for them: in `nvidia` beside its own `lib`. Only where
 * there is a GPU; untested, for no machine of ours has one.
 * @param {import('./folders.mjs').Folders} folders
 * @returns {import('./runSteps.mjs').Step}
 */
export function cudaLibraries(folders) {
  const place = () => join(tensorflowFolder(folders), 'nvidia');
  return {
    name: 'CUDA libraries',
    needs: ['Python environment', 'TensorFlow library'],
    missing: () => (existsSync(place()) ? undefined : "NVIDIA's libraries are not beside TensorFlow"),
    async run({ exec }) {
      const making = `${place()}.making`;
      rmSync(making, { recursive: true, force: true });
      mkdirSync(making, { recursive: true });
      try {
        const pinned = ['--require-hashes', '--only-binary', ':all:'];
        const flags = [...pinned, '--no-cache-dir', '--progress-bar', 'off', '--target', making];
        await exec(venvPython(folders), ['-m', 'pip', 'install', ...flags, '--requirement', REQUIREMENTS], {
          cwd: making,
          env: { ...pipEnvironment(folders), TMPDIR: making },
        });
        renameSync(join(making, 'nvidia'), place());
      } finally {
        rmSync(making, { recursive: true, force: true });
      }
    },
    remedy:
      'See that the Python package index can be reached and the disk has 8 GB free, or set CLIPLAB_GPU=off to do without the GPU, then run the command again.',
  };
}
