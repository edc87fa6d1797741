import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { missingPeer, peerProcess } from './peerProcess.mjs';

const root = join(import.meta.dirname, '..', '..');

/** The Python that the peers live in: `CLIPLAB_BENCH_PYTHON`, or the environment in `.cache/bench-venv`. */
function benchPython() {
  return process.env['CLIPLAB_BENCH_PYTHON'] ?? join(root, '.cache', 'bench-venv', 'bin', 'python');
}

/**
 * A Python program beside this one that does the same job.
 * @param {string} script in this folder
 * @returns {import('./peerProcess.mjs').Peer}
 */
export function pythonPeer(script) {
  const python = benchPython();
  if (!existsSync(python)) return missingPeer(`${python} is not installed`);
  return peerProcess(python, [join(import.meta.dirname, script)]);
}
