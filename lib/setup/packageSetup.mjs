import { checkMachine } from './checkMachine.mjs';
import { cudaLibraries } from './cudaLibraries.mjs';
import { ensureReady } from './ensureReady.mjs';
import { nativeBinding } from './nativeBinding.mjs';
import { packageFolders } from './packageFolders.mjs';
import { pythonEnvironment, pythonPackages } from './pythonEnvironment.mjs';
import { setupStatus } from './setupStatus.mjs';
import { tensorflowLibrary } from './tensorflowLibrary.mjs';
import { hasNvidiaGpu, hasTensorflowWheel } from './tensorflowWheel.mjs';

/**
 * What the engine needs around the installed package, each step after those it builds on.
 * @param {import('./folders.mjs').Folders} folders
 * @returns {import('./runSteps.mjs').Step[]}
 */
const engineSteps = (folders) => [
  pythonEnvironment(folders),
  // Elsewhere there is nothing to install, and the engine says so when it loads.
  ...(hasTensorflowWheel() ? [tensorflowLibrary(folders)] : []),
  ...(hasNvidiaGpu() ? [cudaLibraries(folders)] : []),
  ...(hasTensorflowWheel() ? [nativeBinding(folders)] : []),
];

/**
 * Puts what is missing in place.
 * @param {string} root the installed package
 * @param {string} cache
 * @param {'engine' | 'notebooks'} what notebooks need the engine, and front ends and the drawer of images out of
 *   Python's packages
 * @param {AbortSignal} [signal]
 * @throws {import('./setupError.mjs').SetupError}
 */
export async function setUpPackage(root, cache, what, signal) {
  checkMachine();
  const folders = packageFolders(root, cache);
  const steps = [...engineSteps(folders), ...(what === 'notebooks' ? [pythonPackages(folders)] : [])];
  const names = steps.map(({ name }) => name);
  await ensureReady(folders, steps, names, signal);
}

/**
 * What of the engine is in place, without changing anything.
 * @param {string} root the installed package
 * @param {string} cache
 */
export function packageStatus(root, cache) {
  const folders = packageFolders(root, cache);
  return setupStatus(folders, engineSteps(folders));
}
