import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { initializeClip } from '../../lib/models/clip.js';
import { trainBpe } from '../../lib/text/trainBpe.js';
import { openModel } from '../../lib/weights/openModel.js';
import { createReadingMemory } from '../../lib/weights/readingMemory.js';
import { readClip } from '../../lib/weights/loadClip.js';
import { saveModel } from '../../lib/weights/saveModel.js';
import { tinyVit } from '../fixtures/tinyVit.js';

const folder = await mkdtemp(join(tmpdir(), 'cliplab reading '));
afterAll(() => rm(folder, { recursive: true }));

describe('a model is read', () => {
  it.each([
    ['F32', 2],
    ['F16', 3],
  ] as const)('tensor after tensor into the same memory: %s', async (dtype, stretches) => {
    const vocabulary = trainBpe(['red cat', 'red dog'], { merges: 5, minFrequency: 1 });
    const config = tinyVit(vocabulary.symbols.length, 'gelu');
    const made = initializeClip(config, createRandom(3));
    const path = join(folder, dtype);
    // Hugging Face's layout: some parameters are put together from parts, some are turned round.
    await saveModel(path, made, vocabulary, { dtype });
    const files = { name: 'saved', weights: join(path, 'model.safetensors') };

    const opened = await openModel(files);
    const memory = new Set([...opened.tensors.values()].map(({ data }) => data.buffer));
    opened.close();
    expect(opened.tensors.size).toBeGreaterThan(40);
    expect(memory.size).toBeLessThanOrEqual(stretches);

    // What is read over does not reach into the model.
    const { model: clip } = await readClip(files);
    const half = dtype === 'F16' ? 2e-3 : 0;
    const expected = made.parameters.export();
    for (const [name, { data }] of clip.parameters.export())
      data.forEach((value, k) => {
        if (Math.abs(value - expected.get(name)!.data[k]!) > half) throw new Error(`${name} differs at ${k}`);
      });
    clip.dispose();
    made.dispose();
  });
});

describe('createReadingMemory', () => {
  it('never begins where TensorFlow would share it, and gives memory of its own to what is larger', () => {
    const { stored, widened } = createReadingMemory(400);
    const first = stored(400);
    expect(first.length).toBe(400);
    expect(first.byteOffset % 16).toBe(8);
    expect(stored(12).buffer).toBe(first.buffer);
    expect(widened(12).buffer).not.toBe(first.buffer);
    expect(stored(401).buffer).not.toBe(first.buffer);
    expect(stored(401).length).toBe(401);
  });
});
