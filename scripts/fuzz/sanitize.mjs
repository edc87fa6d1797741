#!/usr/bin/env node
/**
 * The native kernels under the address and the undefined-behavior sanitizer: node scripts/fuzz/sanitize.mjs [tests]
 *
 * Compiles them anew into .cache/sanitized, runs their tests with that build, and then the fuzzing of native
 * operations. What a sanitizer finds ends the process that did it, with its report. Needs g++ with libasan and
 * libubsan. TensorFlow itself is not instrumented, so nothing is said of memory that it never frees.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jobEnvironment } from '../setup/jobEnvironment.mjs';
import { plan } from '../../lib/setup/nativeBinding.mjs';
import { projectFolders } from '../setup/projectFolders.mjs';
import { endPlainly } from '../setup/endPlainly.mjs';

endPlainly();

const SANITIZERS = '-fsanitize=address,undefined,float-cast-overflow';
/** Tests of what runs on the kernels. */
const TESTS = ['test/engine', 'test/image/randomSquareCrops.test.ts', 'test/eval/logisticLoss.test.ts'];
const CASES = '3000';
/** Sums that are not cut into vectors, as here, have fewer right digits than this test asks of those that are. */
const LEFT_OUT = '^(?!.*of many values keeps its precision)';

const folders = projectFolders();
const compiler = process.env['CXX'] ?? 'g++';

/** @param {string} name a library of the compiler's */
function runtime(name) {
  const path = String(spawnSync(compiler, [`-print-file-name=${name}`], { encoding: 'utf8' }).stdout ?? '').trim();
  if (!path.startsWith('/') || !existsSync(path)) {
    process.stderr.write(`cliplab: ${compiler} has no ${name}: install g++ with its sanitizers, or set CXX to one.\n`);
    process.exit(2);
  }
  return path;
}

const preload = ['libasan.so', 'libubsan.so'].map(runtime).join(':');
const { nodeHeaders, common, addons } = plan(folders);
const kernels = addons['cliplab_kernels.node'];
if (!kernels) throw new Error('there is no plan for the kernels');
const made = join(folders.cache, 'sanitized');
mkdirSync(made, { recursive: true });
const addon = join(made, 'cliplab_kernels.node');

process.stdout.write('cliplab sanitize: compiling the kernels\n');
const optimized = kernels.flags.map((flag) => (flag === '-O3' ? '-O1' : flag));
const objects = kernels.sources.map((source) => ({ source, object: join(made, `${source.split('/').at(-1)}.o`) }));
/** @param {string[]} args */
const compile = (args) => {
  const { status } = spawnSync(compiler, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(2);
};
const sanitize = [SANITIZERS, '-fno-sanitize-recover=all', '-g', '-fno-omit-frame-pointer'];
const compileOnly = optimized.filter((flag) => flag.startsWith('-') && !flag.startsWith('-Wl'));
const include = `-I${join(nodeHeaders, 'include')}`;
for (const { source, object } of objects)
  compile([
    '-c',
    ...common.filter((flag) => flag !== '-shared'),
    include,
    ...sanitize,
    ...compileOnly,
    source,
    '-o',
    object,
  ]);
const libraries = kernels.flags.filter((flag) => !flag.startsWith('-') || flag.startsWith('-Wl'));
const rpath = `-Wl,-rpath,${join(plan(folders).tensorflow, 'lib')}`;
compile(['-shared', ...sanitize, ...objects.map(({ object }) => object), ...libraries, rpath, '-o', addon]);

// Whoever loads the kernels gets this build.
const hook = join(made, 'load.cjs');
writeFileSync(
  hook,
  `const { dlopen } = process;
process.dlopen = (module, file, ...rest) =>
  dlopen.call(process, module, file.endsWith('cliplab_kernels.node') ? ${JSON.stringify(addon)} : file, ...rest);
`,
);
const env = {
  ...jobEnvironment(folders),
  LD_PRELOAD: preload,
  NODE_OPTIONS: `--require ${JSON.stringify(hook)}`,
  ASAN_OPTIONS: 'detect_leaks=0:alloc_dealloc_mismatch=0:handle_segv=1:allocator_may_return_null=1',
  UBSAN_OPTIONS: 'print_stacktrace=1',
};

const tests = process.argv.slice(2);
const vitest = join(folders.nodeModules, 'vitest', 'vitest.mjs');
const jobs = [
  [vitest, 'run', '--testTimeout', '600000', '-t', LEFT_OUT, ...(tests.length > 0 ? tests : TESTS)],
  [join(import.meta.dirname, 'run.mjs'), '--target', 'native', '--cases', CASES],
];
for (const args of jobs) {
  const { status } = spawnSync(process.execPath, args, { cwd: folders.root, env, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}
process.stdout.write('cliplab sanitize: clean\n');
