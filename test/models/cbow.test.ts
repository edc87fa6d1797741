import { expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { tf } from '../../lib/engine/tf.js';
import { cbow, cbowSpec } from '../../lib/models/cbow.js';
import { initialize } from '../../lib/models/initialize.js';
import { createParameters } from '../../lib/models/parameters.js';
import { createScope, INFERENCE } from '../../lib/models/scope.js';
import { expectClose } from '../fixtures/close.js';

const config = { kind: 'cbow', vocabSize: 20, contextLength: 6, width: 8 } as const;
const START = 18;
const END = 19;
const tensors = initialize(cbowSpec(config), createRandom(3));
const parameters = createParameters(cbowSpec(config), tensors);
const encode = (rows: number[][]): Float32Array =>
  tf.tidy(() =>
    cbow(
      tf.tensor2d(rows, [rows.length, 6], 'int32'),
      createScope({ parameters, mode: INFERENCE, prefix: '', observed: '' }),
      config,
    ).dataSync<'float32'>(),
  );

/** The same in plain loops: mean embedding of the words, layer norm. */
function slow(words: number[]): number[] {
  const table = tensors.get('token_embedding.weight')!.data;
  const mean = Array.from({ length: 8 }, (_, d) => words.reduce((sum, w) => sum + table[w * 8 + d]!, 0) / words.length);
  const center = mean.reduce((a, b) => a + b, 0) / 8;
  const variance = mean.reduce((sum, x) => sum + (x - center) ** 2, 0) / 8;
  return mean.map((x) => (x - center) / Math.sqrt(variance + 1e-5));
}

it('is the normalized mean of the words’ embeddings', () => {
  const got = encode([[START, 4, 7, 7, END, 0]]);
  expectClose(got, slow([4, 7, 7]), 1e-4);
});

it('sees neither order nor padding nor the start and end tokens', () => {
  const one = encode([[START, 4, 7, 9, END, 0]]);
  expectClose(encode([[START, 9, 4, 7, END, 0]]), one, 1e-5);
  expectClose(encode([[4, 0, 0, 9, 7, 0]]), one, 1e-5);
});

it('gives a text without words finite features', () => {
  expect(encode([[START, END, 0, 0, 0, 0]]).every(Number.isFinite)).toBe(true);
});
