import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { findCompiler } from './compiler.mjs';
import { npmPackage } from './npmPackage.mjs';
import { readJson } from './readJson.mjs';
import { linkTarget, replaceLink } from './replaceFile.mjs';
import { tensorflowFolder } from './tensorflowLibrary.mjs';
import { hasNvidiaGpu, tensorflowWheel } from './tensorflowWheel.mjs';

/** @typedef {import('./folders.mjs').Folders} Folders */

/** Sources of the engine's own TensorFlow kernels. */
const KERNELS = [
  'kernels.cc',
  'op.cc',
  'parallel.cc',
  'layer_norm.cc',
  'activation.cc',
  'attention.cc',
  'linear.cc',
  'optimizer.cc',
  'batch_norm.cc',
  'softmax_loss.cc',
  'crop.cc',
];

/**
 * What tells processors apart that the same instructions may not suit: the kernels are compiled for the one at hand.
 */
function processorFeatures() {
  try {
    return /^(flags|Features)\s*:.*$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[0] ?? '';
  } catch {
    return cpus()[0]?.model ?? '';
  }
}

/**
 * Where things lie, and the compiler's arguments for the addons.
 * @param {Folders} folders
 */
export function plan(folders) {
  const home = npmPackage(folders, '@tensorflow/tfjs-node-gpu');
  const nodeHeaders = npmPackage(folders, 'node-api-headers');
  const wheel = tensorflowWheel();
  const tensorflow = tensorflowFolder(folders, wheel);
  const native = join(folders.lib, 'engine', 'native');
  const common = ['-fPIC', '-shared', '-std=c++17', '-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION'];
  if (process.platform === 'darwin') common.push('-undefined', 'dynamic_lookup');
  const origin = process.platform === 'darwin' ? '@loader_path' : '$ORIGIN';
  const rpath = `-Wl,-rpath,${origin}/../../deps/lib`;
  /** @type {Record<string, { sources: string[], flags: string[] }>} */
  const addons = {
    'tfjs_binding.node': {
      sources: ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(home, 'binding', name)),
      flags: [
        '-O2',
        `-I${join(tensorflow, 'include')}`,
        `-I${home}`,
        '-include',
        join(native, 'string_list.h'),
        join(tensorflow, 'lib', wheel.library),
        join(tensorflow, 'lib', wheel.framework),
        rpath,
      ],
    },
    // The engine's own kernels: layer norm, attention, GELU, linear layers, softmax loss.
    'cliplab_kernels.node': {
      sources: KERNELS.map((name) => join(native, name)),
      flags: [
        '-O3',
        process.platform === 'darwin' ? '-mcpu=native' : '-march=native',
        '-fopenmp-simd',
        '-fno-math-errno',
        '-fno-trapping-math',
        `-I${join(tensorflow, 'include')}`,
        join(tensorflow, 'lib', wheel.framework),
        rpath,
      ],
    },
    // The engine's own: keeps the library's start-up lines off the user's screen.
    'capture_stderr.node': { sources: [join(native, 'capture_stderr.cc')], flags: ['-O2'] },
  };
  return { home, native, nodeHeaders, wheel, tensorflow, common, addons };
}

/**
 * The cache's folder for addons made of exactly these sources, by these arguments.
 * @param {Folders} folders
 */
function addonsFolder(folders) {
  const { home, native, nodeHeaders, wheel, common, addons } = plan(folders);
  const hash = createHash('sha256');
  const headers = [join(home, 'binding'), native].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.h'))
      .map((name) => join(folder, name)),
  );
  const sources = Object.values(addons).flatMap((addon) => addon.sources);
  for (const path of [...headers, ...sources]) hash.update(readFileSync(path));
  hash.update(
    JSON.stringify([common, processorFeatures(), wheel.sha256, readJson(join(nodeHeaders, 'package.json')).version]),
  );
  hash.update(`${process.platform}-${process.arch}-${cpus()[0]?.model ?? ''}`);
  return join(folders.cache, 'binding', hash.digest('hex').slice(0, 16));
}

/**
 * Where `@tensorflow/tfjs-node-gpu` looks for its addon; the engine's own lies beside it.
 * @param {string} home the package's folder
 * @param {string} name
 */
const addonPath = (home, name) => join(home, 'lib', 'napi-v8', name);

/**
 * @param {string} path
 * @param {string} other
 */
function sameBytes(path, other) {
  return existsSync(path) && existsSync(other) && readFileSync(path).equals(readFileSync(other));
}

/**
 * Compiles the addons that join Node to TensorFlow, and puts them and the library where `@tensorflow/tfjs-node-gpu`
 * looks for them.
 * @param {Folders} folders
 * @param {{ zig?: import('./compiler.mjs').ZigWheel }} [from]
 * @returns {import('./runSteps.mjs').Step}
 */
export function nativeBinding(folders, { zig } = {}) {
  return {
    name: 'native binding',
    needs: ['npm packages', 'TensorFlow library', ...(hasNvidiaGpu() ? ['CUDA libraries'] : [])],
    missing() {
      const { home, tensorflow, addons } = plan(folders);
      if (!existsSync(home)) return 'the npm package @tensorflow/tfjs-node-gpu is not installed';
      if (linkTarget(join(home, 'deps')) !== tensorflow) return 'TensorFlow is not linked to @tensorflow/tfjs-node-gpu';
      const made = addonsFolder(folders);
      const whole = Object.keys(addons).every((name) => sameBytes(addonPath(home, name), join(made, name)));
      return whole ? undefined : 'the native binding is not compiled';
    },
    async run({ exec, showing }) {
      const { home, nodeHeaders, tensorflow, common, addons } = plan(folders);
      replaceLink(join(home, 'deps'), tensorflow);
      const made = addonsFolder(folders);
      mkdirSync(made, { recursive: true });
      for (const [name, { sources, flags }] of Object.entries(addons)) {
        const kept = join(made, name);
        if (!existsSync(kept)) {
          const temporary = `${kept}.tmp`;
          const { program, args: first, env } = await findCompiler(folders, { exec, showing }, zig);
          const args = [
            ...first,
            ...common,
            `-I${join(nodeHeaders, 'include')}`,
            ...sources,
            ...flags,
            '-o',
            temporary,
          ];
          await exec(program, args, { cwd: home, ...(env && { env }) });
          renameSync(temporary, kept);
        }
        const place = addonPath(home, name);
        mkdirSync(dirname(place), { recursive: true });
        rmSync(place, { force: true });
        copyFileSync(kept, `${place}.tmp`);
        renameSync(`${place}.tmp`, place);
      }
      // A library that this processor or system cannot run says so here, and not in the middle of a notebook.
      const binding = addonPath(home, 'tfjs_binding.node');
      try {
        await exec(process.execPath, ['-e', 'require(process.argv[1])', binding], { cwd: home });
      } catch (error) {
        for (const path of [binding, made]) rmSync(path, { recursive: true, force: true });
        throw error;
      }
    },
    remedy:
      'See the log for what the compiler or the loader said; TensorFlow needs a processor with AVX and glibc 2.27 or newer.',
  };
}
