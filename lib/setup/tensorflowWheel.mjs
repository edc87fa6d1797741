import { existsSync } from 'node:fs';
import { SetupError } from './setupError.mjs';

/**
 * A wheel of the Python package index that holds TensorFlow's library and headers, pinned by its bytes.
 * @typedef {object} TensorflowWheel
 * @property {string} project
 * @property {string} version
 * @property {string} tag the platform tag that pip is asked for
 * @property {string} sha256
 * @property {string} library file name of the library
 * @property {string} framework file name of the part of it that the other one needs
 */

const VERSION = '2.21.0';
const LINUX = { library: 'libtensorflow_cc.so.2', framework: 'libtensorflow_framework.so.2' };
const MAC = { library: 'libtensorflow_cc.2.dylib', framework: 'libtensorflow_framework.2.dylib' };

/** Only linux-x64 is tested; the others are the same release for their machines. */
/** @type {Record<string, TensorflowWheel>} */
const WHEELS = {
  'linux-x64': {
    project: 'tensorflow-cpu',
    version: VERSION,
    tag: 'manylinux_2_27_x86_64',
    sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
    ...LINUX,
  },
  // TensorFlow with CUDA, where there is an NVIDIA GPU. Untested, as cudaLibraries.mjs says.
  'linux-x64-cuda': {
    project: 'tensorflow',
    version: VERSION,
    tag: 'manylinux_2_27_x86_64',
    sha256: '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
    ...LINUX,
  },
  'linux-arm64': {
    project: 'tensorflow',
    version: VERSION,
    tag: 'manylinux_2_27_aarch64',
    sha256: '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
    ...LINUX,
  },
  'darwin-arm64': {
    project: 'tensorflow',
    version: VERSION,
    tag: 'macosx_12_0_arm64',
    sha256: '51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88',
    ...MAC,
  },
};

/**
 * Whether an NVIDIA GPU with its driver is here that TensorFlow's CUDA build is for, and `CLIPLAB_GPU` is not `off`.
 */
export const hasNvidiaGpu = () =>
  process.env['CLIPLAB_GPU'] !== 'off' &&
  `${process.platform}-${process.arch}` === 'linux-x64' &&
  existsSync('/proc/driver/nvidia/version');

/** Such as `linux-x64`, or `linux-x64-cuda`. */
const thisMachine = () => `${process.platform}-${process.arch}${hasNvidiaGpu() ? '-cuda' : ''}`;

/**
 * Whether TensorFlow is published for the machine; elsewhere WebAssembly stands in for it.
 * @param {string} [machine]
 */
export const hasTensorflowWheel = (machine = thisMachine()) => machine in WHEELS;

/**
 * @param {string} [machine] such as `linux-x64`
 * @returns {TensorflowWheel}
 * @throws {SetupError} where TensorFlow is not published for the machine
 */
export function tensorflowWheel(machine = thisMachine()) {
  const wheel = WHEELS[machine];
  if (wheel) return wheel;
  throw new SetupError(
    `TensorFlow ${VERSION} is not published for ${machine}: use one of ${Object.keys(WHEELS).join(', ')}.`,
  );
}
