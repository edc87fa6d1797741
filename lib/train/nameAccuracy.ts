import { tf, type Tensor2D } from '../engine/tf.js';
import { toPixels } from '../image/toPixels.js';
import { l2Normalize } from '../loss/contrastiveLoss.js';
import { requireFiniteFeatures } from '../models/requireFiniteFeatures.js';
import type { Clip } from '../models/clip.js';
import type { Tokenizer } from '../text/tokenizer.js';
import type { TrainingPairs } from './trainingPairs.js';

const BATCH = 256;

/** For images `begin` to `end`, the five names whose texts [names, D] are nearest, best first. */
function bestNames(model: Clip, texts: Tensor2D, { images }: TrainingPairs, begin: number, end: number): number[][] {
  const { config } = model;
  return tf.tidy(() => {
    const features = model.encodeImage(toPixels(images, config.vision.imageSize, config, begin, end));
    const nameOf = (row: number): string => `image ${begin + row + 1} of ${images.count}`;
    requireFiniteFeatures(features.dataSync<'float32'>(), config.embedDim, nameOf);
    const cosines = tf.matMul(l2Normalize(features), texts, false, true); // [N, names]
    return tf.topk(cosines, Math.min(5, texts.shape[0])).indices.arraySync() as number[][];
  });
}

/**
 * How often an image's own main caption is the best, or among the five best, of all the distinct main captions of the
 * set: what training watches, on designers kept aside for it.
 * @throws UserError where the model's output is not finite, naming the image or the name
 */
export function nameAccuracy(model: Clip, tokenizer: Tokenizer, pairs: TrainingPairs): { top1: number; top5: number } {
  const names = [...new Set(pairs.captions.map((choices) => choices[0]!))];
  const indexOf = new Map(names.map((name, k) => [name, k]));
  const { count } = pairs.images;
  return tf.tidy(() => {
    const ids = tf.tensor2d(tokenizer.tokenize(names), [names.length, tokenizer.contextLength], 'int32');
    const features = model.encodeText(ids); // [names, D]
    requireFiniteFeatures(features.dataSync<'float32'>(), model.config.embedDim, (row) => `the name "${names[row]}"`);
    const texts = l2Normalize(features);
    let top1 = 0;
    let top5 = 0;
    for (let begin = 0; begin < count; begin += BATCH) {
      bestNames(model, texts, pairs, begin, Math.min(begin + BATCH, count)).forEach((ranked, k) => {
        const right = indexOf.get(pairs.captions[begin + k]![0]!)!;
        if (ranked[0] === right) top1++;
        if (ranked.includes(right)) top5++;
      });
    }
    return { top1: top1 / count, top5: top5 / count };
  });
}
