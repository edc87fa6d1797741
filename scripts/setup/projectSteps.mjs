import { cudaLibraries } from '../../lib/setup/cudaLibraries.mjs';
import { kernelspec } from './kernelspec.mjs';
import { libBuild } from './libBuild.mjs';
import { nativeBinding } from '../../lib/setup/nativeBinding.mjs';
import { npmPackages } from './npmPackages.mjs';
import { pythonEnvironment, pythonPackages } from '../../lib/setup/pythonEnvironment.mjs';
import { tensorflowLibrary } from '../../lib/setup/tensorflowLibrary.mjs';
import { hasNvidiaGpu, hasTensorflowWheel } from '../../lib/setup/tensorflowWheel.mjs';

/**
 * All that a checkout needs, each step after those it builds on.
 * @param {import('./projectFolders.mjs').Folders} folders
 * @returns {import('../../lib/setup/runSteps.mjs').Step[]}
 */
export function projectSteps(folders) {
  return [
    npmPackages(folders),
    pythonEnvironment(folders),
    pythonPackages(folders),
    // Elsewhere there is nothing to install, and the engine says so when it loads.
    ...(hasTensorflowWheel() ? [tensorflowLibrary(folders)] : []),
    ...(hasNvidiaGpu() ? [cudaLibraries(folders)] : []),
    ...(hasTensorflowWheel() ? [nativeBinding(folders)] : []),
    kernelspec(folders),
    libBuild(folders),
  ];
}

/** What the notebooks and the tests need: everything. */
export const WHOLE = ['native binding', 'Jupyter kernel', 'lib'];

/** What a command that only computes needs: no JupyterLab. */
export const ENGINE = ['native binding', 'lib'];
