import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { tf, type Scalar, type Tensor2D, type Tensor3D } from '../../lib/engine/tf.js';
import { bagOfWords, bagOfWordsLoss } from '../../lib/loss/bagOfWordsLoss.js';
import { contrastiveLoss } from '../../lib/loss/contrastiveLoss.js';
import { labelLoss } from '../../lib/loss/labelLoss.js';
import { ntXentLoss } from '../../lib/loss/ntXentLoss.js';
import { captionDecoder, vocabularyLogits } from '../../lib/models/captionDecoder.js';
import { captionDecoderConfig } from '../../lib/models/captionDecoderConfig.js';
import { initializeClip, type Clip } from '../../lib/models/clip.js';
import type { ClipConfig } from '../../lib/models/clipConfig.js';
import { initialize } from '../../lib/models/initialize.js';
import { createParameters, type Parameters } from '../../lib/models/parameters.js';
import { createScope } from '../../lib/models/scope.js';
import type { ObjectiveBatch } from '../../lib/train/objective.js';
import { findObjective, OBJECTIVES } from '../../lib/train/objectives/findObjective.js';
import { TINY_RESNET, TINY_TRANSFORMERS } from '../fixtures/tinyConfigs.js';

const N = 4;
const CLASSES = { category: 3, name: 5 };
const MODE = { training: true, precision: 'fp32' } as const;

let batch: Required<ObjectiveBatch>;
beforeEach(() => {
  const texts = [
    [18, 1, 2, 19, 0, 0, 0],
    [18, 3, 4, 5, 6, 7, 19],
    [18, 8, 19, 0, 0, 0, 0],
    [18, 0, 9, 9, 19, 0, 0],
  ];
  batch = {
    pixels: tf.randomNormal([N, 16, 16, 3], 0, 1, 'float32', 1),
    otherPixels: tf.randomNormal([N, 16, 16, 3], 0, 1, 'float32', 2),
    tokens: tf.tensor2d(texts, [N, 7], 'int32'),
    labels: { category: tf.tensor1d([0, -1, 2, 1], 'int32'), name: tf.tensor1d([4, 3, 0, 1], 'int32') },
  };
});
afterEach(() => tf.dispose([batch.pixels, batch.otherPixels, batch.tokens, ...Object.values(batch.labels)]));

interface Setting {
  readonly model: Clip;
  readonly extra: Parameters;
}

function open(name: string, config: ClipConfig): Setting {
  const specs = findObjective(name).extraSpecs({ config, classes: CLASSES });
  const extra = createParameters(specs, initialize(specs, createRandom(6)));
  return { model: initializeClip(config, createRandom(5)), extra };
}

const close = ({ model, extra }: Setting): void => {
  model.dispose();
  extra.dispose();
};

/** x W' + b by one of the objective's own linear layers. */
const layer = (x: Tensor2D, extra: Parameters, name: string): Tensor2D =>
  tf.add(tf.matMul(x, extra.get(`${name}.weight`) as unknown as Tensor2D, false, true), extra.get(`${name}.bias`));

/** Each objective's loss from the parts, the plain way: one pass for each loss, all positions of all captions. */
const SLOW: Record<string, (setting: Setting) => Scalar> = {
  contrastive: ({ model }) =>
    contrastiveLoss(
      model.encodeImage(batch.pixels, MODE),
      model.encodeText(batch.tokens, MODE),
      model.parameters.get('logit_scale'),
    ),
  caption: ({ model, extra }) => {
    const p = createScope({ parameters: extra, mode: MODE, prefix: 'decoder.', observed: '' });
    const config = captionDecoderConfig(model.config);
    const grid: Tensor3D = model.encodeGrid(batch.pixels, MODE);
    const states = captionDecoder(batch.tokens, grid, p, config);
    const logits = vocabularyLogits(tf.reshape(states, [N * 7, config.width]), p);
    const logProbabilities = tf.reshape(tf.logSoftmax(logits), [N, 7, -1]).arraySync() as number[][][];
    const losses = batch.tokens
      .arraySync()
      .flatMap((row, n) => row.slice(1, row.indexOf(19) + 1).map((id, t) => -logProbabilities[n]![t]![id]!));
    return tf.scalar(losses.reduce((a, b) => a + b) / losses.length);
  },
  'bag-of-words': ({ model, extra }) =>
    bagOfWordsLoss(
      layer(model.encodeImage(batch.pixels, MODE, { projected: false }), extra, 'words'),
      bagOfWords(batch.tokens, 20),
    ),
  'contrastive+caption': (setting) => tf.add(SLOW['contrastive']!(setting), SLOW['caption']!(setting)),
  'contrastive+simclr': (setting) => {
    const { model } = setting;
    // Batch norm sees both views at once.
    const both = model.encodeImage(tf.concat([batch.pixels, batch.otherPixels]), MODE);
    const images: Tensor2D = tf.slice(both, [0, 0], [N, 8]);
    const texts = model.encodeText(batch.tokens, MODE);
    const contrastive = contrastiveLoss(images, texts, model.parameters.get('logit_scale'));
    return tf.add(contrastive, SLOW['simclr']!(setting));
  },
  simclr: ({ model, extra }) => {
    const both = model.encodeImage(tf.concat([batch.pixels, batch.otherPixels]), MODE, { projected: false });
    return ntXentLoss(layer(tf.relu(layer(both, extra, 'ssl.hidden')), extra, 'ssl.output'));
  },
  supervised: ({ model, extra }) => {
    const features = model.encodeImage(batch.pixels, MODE, { projected: false });
    const loss = (set: 'category' | 'name'): Scalar =>
      labelLoss(layer(features, extra, `heads.${set}`), batch.labels[set]!);
    return tf.div(tf.add(loss('category'), loss('name')), 2);
  },
};

const TOWERS: [string, ClipConfig][] = [
  ['transformers', TINY_TRANSFORMERS],
  ['a ResNet and a bag of words', TINY_RESNET],
];

describe.each(TOWERS)('of %s', (_, config) => {
  describe.each(OBJECTIVES.map((objective) => [objective.name, objective] as const))('%s', (name, objective) => {
    it('is the loss written out', () => {
      const setting = open(name, config);
      tf.tidy(() => {
        const loss = objective.loss(setting.model, setting.extra, batch, MODE);
        expect(loss.shape).toEqual([]);
        expect(loss.dataSync()[0]).toBeCloseTo(SLOW[name]!(setting).dataSync()[0]!, 4);
      });
      close(setting);
    });

    it('trains all of its own tensors, and of the model what it says and no more, leaving nothing behind', () => {
      const setting = open(name, config);
      const { model, extra } = setting;
      const variables = [...model.parameters.trainable(), ...extra.trainable()];
      const before = tf.memory().numTensors;
      const { value, grads } = tf.variableGrads(() => objective.loss(model, extra, batch, MODE), variables);
      const reached = ({ specs, get }: Pick<Parameters, 'specs' | 'get'>): string[] =>
        specs.map((spec) => spec.name).filter((parameter) => grads[get(parameter).name] !== undefined);
      const trainable = model.parameters.specs.filter((spec) => spec.trainable).map((spec) => spec.name);
      expect(reached(model.parameters)).toEqual(trainable.filter((parameter) => objective.trains(parameter)));
      expect(reached(extra)).toEqual(extra.specs.map((spec) => spec.name));
      tf.dispose([value, ...Object.values(grads)]);
      expect(tf.memory().numTensors).toBe(before);
      close(setting);
    });

    it('falls when its gradient is followed', () => {
      const setting = open(name, config);
      const { model, extra } = setting;
      const variables = [...model.parameters.trainable(), ...extra.trainable()];
      const losses = Array.from({ length: 12 }, () =>
        tf.tidy(() => {
          const { value, grads } = tf.variableGrads(() => objective.loss(model, extra, batch, MODE), variables);
          const norm = tf.sqrt(tf.addN(Object.values(grads).map((g) => tf.sum(tf.square(g)))));
          for (const variable of variables) {
            const gradient = grads[variable.name];
            if (gradient) variable.assign(tf.sub(variable, tf.mul(tf.div(gradient, norm), 0.05)));
          }
          return value.dataSync()[0]!;
        }),
      );
      expect(losses[11]!).toBeLessThan(0.95 * losses[0]!);
      close(setting);
    });

    it('in bfloat16 is nearly the same', () => {
      const setting = open(name, config);
      const loss = (precision: 'fp32' | 'bf16'): number =>
        tf.tidy(
          () => objective.loss(setting.model, setting.extra, batch, { ...MODE, precision }).dataSync<'float32'>()[0]!,
        );
      const full = loss('fp32');
      expect(Math.abs(loss('bf16') - full)).toBeLessThan(0.05 * full);
      close(setting);
    });
  });
});

describe('objectives', () => {
  it('start no worse than guessing where they predict one of many', () => {
    const chance: Record<string, number> = {
      caption: Math.log(20),
      'bag-of-words': Math.log(20),
      supervised: (Math.log(3) + Math.log(5)) / 2,
    };
    for (const [name, expected] of Object.entries(chance)) {
      const setting = open(name, TINY_TRANSFORMERS);
      tf.tidy(() => {
        const loss = findObjective(name).loss(setting.model, setting.extra, batch, MODE).dataSync()[0]!;
        expect(Math.abs(loss / expected - 1), name).toBeLessThan(0.1);
      });
      close(setting);
    }
  });

  it('say which optional fields they read, and refuse a batch without them', () => {
    for (const objective of OBJECTIVES) {
      const { name, needs } = objective;
      const setting = open(name, TINY_RESNET);
      const { pixels, otherPixels, tokens, labels } = batch;
      const given = {
        pixels,
        tokens,
        ...(needs.otherPixels && { otherPixels }),
        ...(needs.labels && { labels }),
      };
      objective.loss(setting.model, setting.extra, given, MODE).dispose();
      const bare = (): unknown => objective.loss(setting.model, setting.extra, { pixels, tokens }, MODE);
      if (needs.otherPixels) expect(bare).toThrow('give otherPixels');
      else if (needs.labels) expect(bare).toThrow('the batch has no labels of category, name');
      else bare();
      close(setting);
    }
  });

  it('supervised wants its label sets', () => {
    expect(() => findObjective('supervised').extraSpecs({ config: TINY_RESNET })).toThrow('give classes');
  });

  it('one that does not exist is answered with those that do', () => {
    expect(() => findObjective('captions')).toThrow(
      'there is no objective captions: give one of contrastive, caption, bag-of-words, contrastive+caption, ' +
        'contrastive+simclr, simclr, supervised.',
    );
  });
});
