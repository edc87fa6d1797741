import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tf, type Scalar, type Tensor, type Tensor2D, type Tensor3D } from '../../lib/engine/tf.js';
import { bagOfWords, bagOfWordsLoss } from '../../lib/loss/bagOfWordsLoss.js';
import { captionLoss, captionTargets } from '../../lib/loss/captionLoss.js';
import { readSafetensors } from '../../lib/weights/readSafetensors.js';
import { expectClose } from '../fixtures/close.js';
import { goldenPath } from '../fixtures/golden.js';

interface Case {
  readonly name: string;
  readonly vocab: number;
  readonly length: number;
  readonly lm: { mean_over_target_tokens: number; targets: number; per_sequence_sum: number[] };
  readonly bow: { bce_sum_over_vocab_mean_over_batch: number; softmax_uniform_over_set: number };
}

const { cases } = JSON.parse(readFileSync(goldenPath('loss/language_losses.json'), 'utf8')) as { cases: Case[] };
const tensors = await readSafetensors(goldenPath('loss/language_losses.safetensors'));

/** Reads one of the reference tensors. */
function read(name: string, dtype: 'float32' | 'int32' = 'float32'): Tensor {
  const { shape, data } = tensors.get(name)!;
  return tf.tensor(dtype === 'int32' ? Int32Array.from(data) : data, shape as number[], dtype);
}

const valueAndGradient = (f: (x: Tensor) => Tensor, x: Tensor): [number, Float32Array] => {
  const { value, grad } = tf.valueAndGrad(f as (x: Tensor) => Scalar)(x);
  return [value.dataSync<'float32'>()[0]!, grad.dataSync<'float32'>()];
};

describe.each(cases)('$name against PyTorch in float64', ({ name, vocab, lm, bow }) => {
  it('captionLoss: value and gradient, padding left out', () => {
    tf.tidy(() => {
      const tokens = read(`lm.${name}.tokens`, 'int32') as Tensor2D;
      const targets = captionTargets(tokens);
      expect(targets.rows.length).toBe(lm.targets);
      const [N] = tokens.shape;
      const loss = (x: Tensor): Scalar => {
        const used = tf.slice(x as Tensor3D, [0, 0, 0], [N, targets.length, vocab]);
        return captionLoss(tf.gather(tf.reshape(used, [-1, vocab]) as Tensor2D, targets.rows), targets);
      };
      const [value, gradient] = valueAndGradient(loss, read(`lm.${name}.logits`));
      expectClose([value], [lm.mean_over_target_tokens], 1e-5 * lm.mean_over_target_tokens);
      expectClose(gradient, tensors.get(`lm.${name}.grad`)!.data, 1e-6, 'gradient');
    });
  });

  it('bagOfWordsLoss: value and gradient in both readings', () => {
    tf.tidy(() => {
      const logits = read(`bow.${name}.logits`);
      const bags = read(`bow.${name}.targets`) as Tensor2D;
      const [softmax, slopes] = valueAndGradient((x) => bagOfWordsLoss(x as Tensor2D, bags), logits);
      expectClose([softmax], [bow.softmax_uniform_over_set], 1e-5 * bow.softmax_uniform_over_set);
      expectClose(slopes, tensors.get(`bow.${name}.grad_softmax`)!.data, 1e-6, 'gradient of the softmax');
      const [binary, ours] = valueAndGradient((x) => bagOfWordsLoss(x as Tensor2D, bags, 'binary'), logits);
      const expected = bow.bce_sum_over_vocab_mean_over_batch;
      expectClose([binary], [expected], 1e-5 * expected);
      // The reference gives the gradient of the mean over N * V.
      const meanOverAll = ours.map((x) => x / vocab);
      expectClose(meanOverAll, tensors.get(`bow.${name}.grad_bce_mean`)!.data, 1e-6, 'gradient of the binary');
    });
  });

  it('bagOfWords: the words of the captions are the reference’s', () => {
    tf.tidy(() => {
      const bags = bagOfWords(read(`lm.${name}.tokens`, 'int32') as Tensor2D, vocab);
      expect([...bags.dataSync()]).toEqual([...tensors.get(`bow.${name}.targets`)!.data]);
    });
  });
});

/** Captions of words 0 to 5 between start (6) and end (7), padded with 0. */
const captions = fc
  .array(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }), { minLength: 1, maxLength: 5 })
  .map((texts) => texts.map((words) => [6, ...words, 7, ...new Array<number>(4 - words.length).fill(0)]));

const toTokens = (rows: number[][]): Tensor2D => tf.tensor2d(rows, undefined, 'int32');

describe('captionTargets', () => {
  it('are every caption’s tokens but its first, end included, each after its own prefix, and no padding', () => {
    fc.assert(
      fc.property(captions, (rows) => {
        const tokens = toTokens(rows);
        const { length, rows: places, ids, captions: owners } = captionTargets(tokens);
        const expected = rows.flatMap((row, n) =>
          row.slice(1, row.indexOf(7) + 1).map((id, t) => ({ id, at: n * length + t, n })),
        );
        expect([...ids]).toEqual(expected.map(({ id }) => id));
        expect([...places]).toEqual(expected.map(({ at }) => at));
        expect([...owners]).toEqual(expected.map(({ n }) => n));
        tokens.dispose();
      }),
      { numRuns: 50 },
    );
  });

  it('the word with the id 0 counts within a caption', () => {
    const tokens = toTokens([[6, 0, 0, 7, 0, 0]]);
    expect([...captionTargets(tokens).ids]).toEqual([0, 0, 7]);
    expect(bagOfWords(tokens, 8).dataSync()[0]).toBe(1);
  });
});

describe('bagOfWordsLoss', () => {
  it('is ln V for captions of any words when all logits are equal, and does not count captions without words', () => {
    const bags = bagOfWords(
      toTokens([
        [6, 1, 2, 7],
        [6, 7, 0, 0],
        [6, 3, 3, 7],
      ]),
      8,
    );
    expect(bagOfWordsLoss(tf.fill([3, 8], 5) as Tensor2D, bags).dataSync()[0]).toBeCloseTo(Math.log(8), 5);
    expect(bagOfWordsLoss(tf.zeros([3, 8]) as Tensor2D, tf.zeros([3, 8])).dataSync()[0]).toBe(0);
  });

  it('binary stays finite where a probability leaves float32', () => {
    const bags = tf.tensor2d([[1, 0]]);
    expect(bagOfWordsLoss(tf.tensor2d([[-200, 200]]), bags, 'binary').dataSync()[0]).toBeCloseTo(400, 3);
  });
});

it('language losses leave nothing behind', () => {
  const tokens = toTokens([[6, 1, 2, 7]]);
  const logits = tf.ones([3, 8]) as Tensor2D;
  const before = tf.memory().numTensors;
  captionLoss(logits, captionTargets(tokens)).dispose();
  const bags = bagOfWords(tokens, 8);
  bagOfWordsLoss(bags, bags).dispose();
  bagOfWordsLoss(bags, bags, 'binary').dispose();
  bags.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
