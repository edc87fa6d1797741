import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Download } from '../../lib/setup/downloadWheel.mjs';
import { findPython } from '../../lib/setup/findPython.mjs';
import { runSteps, type Step } from '../../lib/setup/runSteps.mjs';
import { tensorflowFolder, tensorflowLibrary } from '../../lib/setup/tensorflowLibrary.mjs';
import { tensorflowWheel, type TensorflowWheel } from '../../lib/setup/tensorflowWheel.mjs';
import { emptyCheckout, lendPython, noLock, sandbox, silent } from '../scripts/sandbox.js';

const CONTENTS = {
  'tensorflow/libtensorflow_cc.so.2': 'library '.repeat(1000),
  'tensorflow/libtensorflow_framework.so.2': 'framework '.repeat(1000),
  'tensorflow/include/tensorflow/c/c_api.h': '// C interface',
  'tensorflow/include/Eigen/Core': '// not needed',
  'tensorflow/python/big.so': 'not needed',
};

/** A wheel with these files, as small as it can be. */
function makeWheel(contents: Record<string, string>): { file: string; wheel: TensorflowWheel } {
  const file = join(sandbox(), 'tensorflow_cpu-9.9.9-cp311-cp311-any.whl');
  const script =
    'import sys, json, zipfile\n' +
    'with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as z:\n' +
    '  for name, text in json.loads(sys.argv[2]).items(): z.writestr(name, text)';
  execFileSync(findPython().program, ['-c', script, file, JSON.stringify(contents)]);
  const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
  return { file, wheel: { ...tensorflowWheel('linux-x64'), version: '9.9.9', sha256 } };
}

/** A checkout whose TensorFlow comes by `download`. */
function checkout(
  wheel: TensorflowWheel,
  download: Download,
): { step: Step; folder: string; run: () => Promise<void> } {
  const folders = emptyCheckout();
  lendPython(folders);
  const step = tensorflowLibrary(folders, { wheel, download });
  const folder = tensorflowFolder(folders, wheel);
  const run = (): Promise<void> =>
    runSteps([{ ...step, needs: [] }], { logs: folders.logs, reporter: silent, lock: noLock });
  return { step, folder, run };
}

const copying =
  (file: string): Download =>
  (_wheel, folder) =>
    Promise.resolve(copyFileSync(file, join(folder, 'tensorflow.whl')));

test('the library and the headers of the C interface come out of the wheel, and the wheel does not stay', async () => {
  const { file, wheel } = makeWheel(CONTENTS);
  const { step, folder, run } = checkout(wheel, copying(file));
  expect(step.missing()).toBe('TensorFlow 9.9.9 is not in the cache');
  await run();
  expect(step.missing()).toBeUndefined();
  expect(readFileSync(join(folder, 'lib/libtensorflow_cc.so.2'), 'utf8')).toBe('library '.repeat(1000));
  expect(readdirSync(folder, { recursive: true }).sort()).toEqual([
    'include',
    'include/tensorflow',
    'include/tensorflow/c',
    'include/tensorflow/c/c_api.h',
    'lib',
    'lib/libtensorflow_cc.so.2',
    'lib/libtensorflow_framework.so.2',
    'manifest.json',
  ]);
  expect(readdirSync(dirname(folder))).toHaveLength(1);
});

test('a truncated wheel is refused in one sentence, leaves nothing behind, and the next run fetches it again', async () => {
  const { file, wheel } = makeWheel(CONTENTS);
  let downloads = 0;
  const { step, folder, run } = checkout(wheel, async (chosen, to, exec) => {
    await copying(file)(chosen, to, exec);
    const copy = join(to, 'tensorflow.whl');
    if (++downloads === 1) truncateSync(copy, statSync(copy).size - 7);
  });
  await expect(run()).rejects.toThrow(
    /^The wheel of tensorflow-cpu 9\.9\.9 did not come with the bytes that are pinned/,
  );
  expect(readdirSync(dirname(folder))).toEqual([]);
  await run();
  expect(downloads).toBe(2);
  expect(step.missing()).toBeUndefined();
});

test('a download that brings nothing is refused', async () => {
  const { wheel } = makeWheel(CONTENTS);
  const { run } = checkout(wheel, () => Promise.resolve());
  await expect(run()).rejects.toThrow('did not come with the bytes that are pinned');
});

test('a wheel of the right bytes without the library is named as such', async () => {
  const { file, wheel } = makeWheel({ 'tensorflow/libtensorflow_framework.so.2': 'framework' });
  const { run } = checkout(wheel, copying(file));
  await expect(run()).rejects.toMatchObject({ details: expect.stringContaining('libtensorflow_cc.so.2') as string });
});

test('a library that was cut short in the cache is noticed and made again', async () => {
  const { file, wheel } = makeWheel(CONTENTS);
  const { step, folder, run } = checkout(wheel, copying(file));
  await run();
  truncateSync(join(folder, 'lib/libtensorflow_framework.so.2'), 100);
  expect(step.missing()).toBe('TensorFlow 9.9.9 in the cache is damaged');
  await run();
  expect(step.missing()).toBeUndefined();
});

test('what a killed set-up left half made is removed, and what a live one is making is not', async () => {
  const { file, wheel } = makeWheel(CONTENTS);
  const { folder, run } = checkout(wheel, copying(file));
  const dead = `${folder}.making-${spawnSync(process.execPath, ['-e', '']).pid}`;
  const live = `${folder}.making-${process.ppid}`;
  for (const leftover of [dead, live]) {
    mkdirSync(leftover, { recursive: true });
    writeFileSync(join(leftover, 'part.whl'), 'half');
  }
  await run();
  expect(existsSync(dead)).toBe(false);
  expect(existsSync(live)).toBe(true);
});

test('a machine that TensorFlow is not published for gets one sentence that lists the others', () => {
  expect(() => tensorflowWheel('sunos-sparc')).toThrow(
    /^TensorFlow 2\.21\.0 is not published for sunos-sparc: use one of linux-x64, .*\.$/,
  );
});
