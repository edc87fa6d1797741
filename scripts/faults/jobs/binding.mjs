import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../../lib/setup/compiler.mjs';
import { findPython } from '../../../lib/setup/findPython.mjs';
import { nativeBinding, plan } from '../../../lib/setup/nativeBinding.mjs';
import { projectFolders } from '../../setup/projectFolders.mjs';
import { bareFolders, performStep, pipFrom } from '../setupSteps.mjs';
import { smallWheel } from '../smallWheel.mjs';

const VERSION = '9.9.9';
const HEADERS = 'node-api-headers';

/**
 * A compiler that writes half of an addon, and a moment later all of it.
 * @param {string} made the folder of the addons as they were compiled for this checkout
 */
const compiler = (made) => `#!/bin/sh
for out; do :; done
addon="${made}/$(basename "$out" .tmp)"
head -c 4000 "$addon" > "$out"
sleep 0.1
cat "$addon" > "$out"
`;

/** The native binding as set-up compiles it where there is no compiler: one is fetched, and each addon made by it. */
export default async function prepare(/** @type {string} */ home) {
  // Of this checkout's own cache, wherever the job is to keep its things.
  const { home: tfjs, nodeHeaders, native, tensorflow } = plan(projectFolders(undefined, ''));
  const wheels = join(home, 'wheels');
  const contents = { 'ziglang/zig': compiler(join(tfjs, 'lib', 'napi-v8')), 'ziglang/std/many.zig': '// '.repeat(1e6) };
  const path = join(wheels, `ziglang-${VERSION}-py3-none-any.whl`);
  const sha256 = smallWheel(path, { project: 'ziglang', version: VERSION, contents });
  pipFrom(wheels);
  const programs = join(home, 'programs');
  mkdirSync(programs, { recursive: true });
  for (const name of ['python3', 'sh', 'basename', 'head', 'sleep', 'cat']) {
    // The Python itself: what the path has under its name may be a script that looks for it there.
    const program = name === 'python3' ? findPython().program : findProgram([name], process.env['PATH']);
    if (program !== undefined && !existsSync(join(programs, name))) symlinkSync(program, join(programs, name));
  }
  delete process.env['CXX'];
  process.env['PATH'] = programs;
  return async (/** @type {string} */ folder) => {
    const folders = bareFolders(folder);
    const packages = join(folder, 'node_modules');
    if (!existsSync(join(packages, HEADERS, 'package.json'))) {
      const place = join(packages, '@tensorflow', 'tfjs-node-gpu');
      for (const part of ['binding', 'package.json']) cpSync(join(tfjs, part), join(place, part), { recursive: true });
      cpSync(native, join(folders.lib, 'engine', 'native'), { recursive: true });
      mkdirSync(join(folders.cache, 'tensorflow'), { recursive: true });
      const library = join(folders.cache, 'tensorflow', tensorflow.slice(tensorflow.lastIndexOf('/') + 1));
      if (!existsSync(library)) symlinkSync(tensorflow, library);
      cpSync(join(nodeHeaders, 'package.json'), join(packages, HEADERS, 'package.json'));
    }
    await performStep(folders, nativeBinding(folders, { zig: { version: VERSION, sha256 } }));
  };
}
