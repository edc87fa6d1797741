import { cropAndResize } from '../engine/cropAndResize.js';
import { tf, type Tensor2D } from '../engine/tf.js';
import { wholePictures } from '../image/randomSquareCrops.js';
import { l2Normalize } from '../loss/contrastiveLoss.js';
import type { Clip } from '../models/clip.js';
import type { Tokenizer } from '../text/tokenizer.js';
import { normalizePixels } from './assembleBatch.js';
import type { TrainingPairs } from './trainingPairs.js';

const BATCH = 256;

/**
 * How often a picture's own main caption is the best, or among the five best, of all the distinct main captions of the set:
 * what training watches, on designers kept aside for it.
 */
export function nameAccuracy(model: Clip, tokenizer: Tokenizer, pairs: TrainingPairs): { top1: number; top5: number } {
  const names = [...new Set(pairs.captions.map((choices) => choices[0]!))];
  const indexOf = new Map(names.map((name, k) => [name, k]));
  const { count, height, width, pixels } = pairs.images;
  const size = height * width * 3;
  return tf.tidy(() => {
    const ids = tf.tensor2d(tokenizer.tokenize(names), [names.length, tokenizer.contextLength], 'int32');
    const texts = l2Normalize(model.encodeText(ids)); // [names, D]
    let top1 = 0;
    let top5 = 0;
    for (let start = 0; start < count; start += BATCH) {
      const N = Math.min(BATCH, count - start);
      const best = tf.tidy(() => {
        const bytes = pixels.subarray(start * size, (start + N) * size);
        const cut = cropAndResize(bytes, [N, height, width, 3], wholePictures(N), model.config.vision.imageSize);
        const images: Tensor2D = l2Normalize(model.encodeImage(normalizePixels(cut, model.config))); // [N, D]
        return tf
          .topk(tf.matMul(images, texts, false, true), Math.min(5, names.length))
          .indices.arraySync() as number[][];
      });
      best.forEach((ranked, k) => {
        const right = indexOf.get(pairs.captions[start + k]![0]!);
        if (ranked[0] === right) top1++;
        if (ranked.includes(right!)) top5++;
      });
    }
    return { top1: top1 / count, top5: top5 / count };
  });
}
