import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { pipEnvironment, venvPython } from './pythonEnvironment.mjs';
import { replaceFile } from './replaceFile.mjs';
import { CommandFailed } from './runQuietly.mjs';
import { SetupError } from './setupError.mjs';

/** @typedef {import('./folders.mjs').Folders} Folders */

/**
 * A C++ compiler as it is called.
 * @typedef {{ program: string, args: readonly string[], env?: NodeJS.ProcessEnv }} Compiler
 */

/** The wheel of Zig, pinned by its bytes. @typedef {{ version: string, sha256: string }} ZigWheel */

const INSTALL_ONE = 'install one (on Debian and Ubuntu: apt install g++; on macOS: xcode-select --install)';
const ZIG_VERSION = '0.17.1';
/** Its wheels by the machine. Only linux-x64 is tested. */
/** @type {Record<string, string>} */
const ZIG_WHEELS = {
  'linux-x64': 'ea6cc5d87b033cf0aedfbc8f9549a908cae6c50ac31f1698188fa48a74524b54',
  'linux-arm64': 'b7c5f02fccd40f89b999ee16a1f5ddced56e6182370f8affe494bcf8a28cf07e',
};

/**
 * @param {readonly string[]} names
 * @param {string | undefined} path such as `PATH`
 * @returns {string | undefined} the first program of these names
 */
export function findProgram(names, path) {
  for (const name of names) {
    for (const folder of (path ?? '').split(delimiter)) {
      if (folder !== '' && existsSync(join(folder, name))) return join(folder, name);
    }
  }
  return undefined;
}

/**
 * @returns {ZigWheel}
 * @throws {SetupError} where there is none for this machine
 */
function zigWheel() {
  const sha256 = ZIG_WHEELS[`${process.platform}-${process.arch}`];
  if (sha256 !== undefined) return { version: ZIG_VERSION, sha256 };
  throw new SetupError(
    `cliplab needs a C++ compiler to join Node to TensorFlow: ${INSTALL_ONE} and run the command again.`,
  );
}

/**
 * Zig's C++ compiler (clang), out of the Python package index.
 * @param {Folders} folders
 * @param {import('./runSteps.mjs').StepContext['exec']} exec
 * @param {ZigWheel} wheel
 * @returns {Promise<Compiler>}
 */
async function zig(folders, exec, { version, sha256 }) {
  const folder = join(folders.cache, 'zig', version);
  if (!existsSync(folder)) {
    const making = `${folder}.making`;
    rmSync(making, { recursive: true, force: true });
    mkdirSync(making, { recursive: true });
    const requirement = join(making, 'requirement.txt');
    replaceFile(requirement, `ziglang==${version} --hash=sha256:${sha256}\n`);
    const flags = [
      '--no-deps',
      '--require-hashes',
      '--only-binary',
      ':all:',
      '--no-cache-dir',
      '--progress-bar',
      'off',
    ];
    const target = ['--target', making, '--requirement', requirement];
    try {
      await exec(venvPython(folders), ['-m', 'pip', 'install', ...flags, ...target], {
        cwd: dirname(folder),
        env: { ...pipEnvironment(folders), TMPDIR: making },
      });
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error;
      throw new SetupError(
        `There is no C++ compiler here, and none could be fetched (100 MB): ${INSTALL_ONE}, or see that the Python package index can be reached and the disk has 1 GB free, and run the command again.`,
        { details: error.tail, logFile: error.logFile },
      );
    }
    renameSync(making, folder);
  }
  const own = join(folders.cache, 'zig', 'cache');
  return {
    program: join(folder, 'ziglang', 'zig'),
    args: ['c++'],
    env: { ...process.env, ZIG_GLOBAL_CACHE_DIR: own, ZIG_LOCAL_CACHE_DIR: own },
  };
}

/**
 * The compiler for the addons: `CXX`, or the first of g++, clang++ and c++ on the path, or else Zig's, which is fetched
 * (100 MB).
 * @param {Folders} folders
 * @param {Pick<import('./runSteps.mjs').StepContext, 'exec' | 'showing'>} context
 * @param {ZigWheel} [wheel]
 * @returns {Promise<Compiler>}
 * @throws {SetupError} where there is none and none to be had
 */
export async function findCompiler(folders, { exec, showing }, wheel) {
  const program = process.env['CXX'] || findProgram(['g++', 'clang++', 'c++'], process.env['PATH']);
  if (program) return { program, args: [] };
  showing(() => 'no C++ compiler here, fetching one');
  const fetched = await zig(folders, exec, wheel ?? zigWheel());
  showing(() => '');
  return fetched;
}
