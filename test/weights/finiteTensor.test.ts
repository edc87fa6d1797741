import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { tf } from '../../lib/engine/tf.js';
import { initializeClip } from '../../lib/models/clip.js';
import type { NamedTensor } from '../../lib/models/namedTensors.js';
import { trainBpe } from '../../lib/text/trainBpe.js';
import { checkFinite } from '../../lib/weights/finiteTensor.js';
import { loadClip } from '../../lib/weights/loadClip.js';
import { readSafetensors } from '../../lib/weights/readSafetensors.js';
import { saveModel } from '../../lib/weights/saveModel.js';
import { writeSafetensors } from '../../lib/weights/writeSafetensors.js';
import { tinyVit } from '../fixtures/tinyVit.js';

const vocabulary = trainBpe(['red cat', 'red dog'], { merges: 4, minFrequency: 1 });
const model = initializeClip(tinyVit(vocabulary.symbols.length, 'quick_gelu'), createRandom(3));
const folder = await mkdtemp(join(tmpdir(), 'cliplab finite '));
await saveModel(folder, model, vocabulary, { dtype: 'F32' });
const path = join(folder, 'open_clip_model.safetensors');
const stored = await readSafetensors(path);
const withChange = (name: string, change: (data: Float32Array) => void): Map<string, NamedTensor> => {
  const { shape, data } = stored.get(name)!;
  const changed = data.slice();
  change(changed);
  return new Map([...stored, [name, { shape, data: changed }]]);
};

it.each([NaN, Infinity, -Infinity])(
  '%s in any tensor that is used is refused with its name and number',
  async (value) => {
    for (const name of stored.keys()) {
      const at = stored.get(name)!.data.length - 1;
      await writeSafetensors(
        path,
        withChange(name, (data) => void (data[at] = value)),
        'F32',
      );
      const before = tf.memory().numTensors;
      await expect(loadClip(folder), name).rejects.toThrow(
        `${name} in ${path} holds ${value} at position ${at} (1 of ${at + 1} values are not finite)`,
      );
      expect(tf.memory().numTensors, 'tensors left').toBe(before);
    }
  },
);

it('what overflowed F16 is told as such', async () => {
  const overflown = withChange('visual.proj', (data) => data.fill(Infinity, 3, 7));
  await writeSafetensors(path, overflown, 'F16');
  await expect(loadClip(folder)).rejects.toThrow(
    /visual\.proj .* holds Infinity at position 3 \(4 of 2048 values .*F16 ends at 65504 .* save it as F32 or BF16/,
  );
});

it('what is not used counts for nothing: the mask that open_clip keeps is infinite', async () => {
  const mask = { shape: [2, 2], data: Float32Array.of(0, -Infinity, 0, 0) };
  await writeSafetensors(path, new Map([...stored, ['attn_mask', mask]]), 'F32');
  (await loadClip(folder)).dispose();
});

it('the largest and smallest numbers are finite', () => {
  const most = 3.4028234663852886e38;
  checkFinite(Float32Array.of(most, most, -most, 1e-45, -0, 0), () => 'all');
  expect(() => checkFinite(Float32Array.of(1, Infinity, -Infinity), () => 'some')).toThrow(
    /some holds Infinity at position 1 \(2 of 3/,
  );
});
