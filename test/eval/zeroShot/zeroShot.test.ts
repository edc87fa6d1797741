import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import { tf } from '../../../lib/engine/tf.js';
import { embedImages } from '../../../lib/eval/embeddings/embedImages.js';
import { embedTexts } from '../../../lib/eval/embeddings/embedTexts.js';
import { matrixRow, type Matrix } from '../../../lib/eval/matrix.js';
import { ensemblePrompts, zeroShotClassifier, zeroShotLogits } from '../../../lib/eval/zeroShot/zeroShot.js';
import { UserError } from '../../../lib/io/userError.js';
import { loadModel, type LoadedModel } from '../../../lib/weights/loadModel.js';
import { expectClose } from '../../fixtures/close.js';

let loaded: LoadedModel;
beforeAll(async () => {
  loaded = await loadModel('mini-rn');
});
afterAll(() => loaded.model.dispose());

function drawImages(count: number, size: number) {
  const random = createRandom(count);
  return {
    count,
    height: size,
    width: size,
    pixels: Uint8Array.from({ length: count * size * size * 3 }, () => random.int(256)),
  };
}
const drawMatrix = (seed: number, rows: number, columns: number): Matrix => {
  const random = createRandom(seed);
  return { data: Float32Array.from({ length: rows * columns }, () => random.normal()), rows, columns };
};
const unit = (row: readonly number[]): number[] => row.map((x) => x / Math.hypot(...row));

/** The paper's classifier in plain numbers: each prompt a unit vector, their mean a unit vector again. */
function slowEnsemble(features: Matrix, templates: number): number[] {
  const rows: number[] = [];
  for (let k = 0; k < features.rows; k += templates) {
    const prompts = Array.from({ length: templates }, (_, t) => unit([...matrixRow(features, k + t)]));
    rows.push(...unit(prompts[0]!.map((_, j) => prompts.reduce((sum, p) => sum + p[j]!, 0) / templates)));
  }
  return rows;
}

describe('embedding', () => {
  it('does not depend on the batch, the uneven last one included, and leaks nothing', async () => {
    const images = drawImages(7, 64);
    const texts = ['a cat', 'dog', 'a colorful icon of red heart', '', 'x '.repeat(60)];
    const before = tf.memory().numTensors;
    const wholeImages = await embedImages(loaded.model, images);
    const wholeTexts = await embedTexts(loaded.model, loaded.tokenizer, texts);
    expect([wholeImages.rows, wholeTexts.rows]).toEqual([7, 5]);
    for (const batchSize of [1, 3, 7]) {
      const cutImages = await embedImages(loaded.model, images, { batchSize });
      const cutTexts = await embedTexts(loaded.model, loaded.tokenizer, texts, { batchSize });
      expectClose(cutImages.data, wholeImages.data, 3e-5, `images by ${batchSize}`);
      expectClose(cutTexts.data, wholeTexts.data, 3e-5, `texts by ${batchSize}`);
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('gives no rows for nothing', async () => {
    expect(await embedTexts(loaded.model, loaded.tokenizer, [])).toMatchObject({ rows: 0, columns: 256 });
  });
});

describe('zero-shot', () => {
  it('ensembles prompts as the paper does', () => {
    const shape = fc.record({
      seed: fc.nat(),
      classes: fc.integer({ min: 1, max: 5 }),
      templates: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(shape, ({ seed, classes, templates }) => {
        const features = drawMatrix(seed, classes * templates, 6);
        const { data, rows, columns } = ensemblePrompts(features, templates);
        expect([rows, columns]).toEqual([classes, 6]);
        expectClose(data, slowEnsemble(features, templates), 1e-5);
      }),
    );
  });

  it('encodes every template of every class, class after class', async () => {
    const { model, tokenizer } = loaded;
    const classifier = await zeroShotClassifier(model, tokenizer, ['cat', 'dog'], ['{c}', 'an icon of {c}']);
    const texts = ['cat', 'an icon of cat', 'dog', 'an icon of dog'];
    expectClose(classifier.data, slowEnsemble(await embedTexts(model, tokenizer, texts), 2), 3e-5);
  });

  it('has logits of cosine times scale, whatever the features’ lengths', () => {
    const features = drawMatrix(1, 4, 5);
    const classifier = ensemblePrompts(drawMatrix(2, 3, 5), 1);
    const { data, rows, columns } = zeroShotLogits(features, classifier, 100);
    expect([rows, columns]).toEqual([4, 3]);
    const slow = Array.from({ length: 12 }, (_, i) => {
      const [n, k] = [Math.floor(i / 3), i % 3];
      const image = unit([...matrixRow(features, n)]);
      return 100 * image.reduce((sum, x, j) => sum + x * matrixRow(classifier, k)[j]!, 0);
    });
    expectClose(data, slow, 3e-5);
    const longer = { ...features, data: features.data.map((x) => 7 * x) };
    expectClose(zeroShotLogits(longer, classifier, 100).data, data, 3e-5);
  });

  it('needs a template', async () => {
    await expect(zeroShotClassifier(loaded.model, loaded.tokenizer, ['cat'], [])).rejects.toThrow(UserError);
  });
});
