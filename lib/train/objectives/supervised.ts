import { tf } from '../../engine/tf.js';
import { UserError } from '../../io/userError.js';
import { labelLoss } from '../../loss/labelLoss.js';
import { weightedSum } from '../../loss/weightedSum.js';
import { imageWidth } from '../../models/imageTower.js';
import { linearHead, linearHeadSpec } from '../../models/linearHead.js';
import type { Objective } from '../objective.js';
import { extraScope } from './extraScope.js';
import { trainsFeatures } from './trainsFeatures.js';

/** Before the names of the heads' tensors, then the label set's name: `heads.category.weight`. */
const HEADS = 'heads';

/**
 * Classification, the paper's supervised baseline: a linear head for each label set, and the mean of their
 * cross-entropies.
 */
export const SUPERVISED: Objective = {
  name: 'supervised',
  title: 'supervised',
  zeroShot: 'none',
  chunkable: false,
  needs: { otherPixels: false, labels: true },
  extraSpecs: ({ config, classes = {} }) => {
    const sets = Object.entries(classes);
    if (sets.length === 0)
      throw new UserError('the objective supervised needs label sets: give classes, how many each of them has.');
    return sets.flatMap(([set, count]) => linearHeadSpec(`${HEADS}.${set}`, imageWidth(config), count));
  },
  trains: trainsFeatures,
  loss: (model, extra, { pixels, labels = {} }, mode) =>
    tf.tidy(() => {
      const features = model.encodeImage(pixels, mode, { projected: false });
      const heads = extraScope(extra, mode, `${HEADS}.`);
      const sets = extra.specs.flatMap(({ name }) => /^heads\.(.*)\.weight$/.exec(name)?.[1] ?? []);
      const missing = sets.filter((set) => !labels[set]);
      if (missing.length > 0)
        throw new UserError(`the batch has no labels of ${missing.join(', ')}: give each image's class, or -1.`);
      return weightedSum(
        sets.map((set) => [1 / sets.length, labelLoss(linearHead(features, heads, set), labels[set]!)]),
      );
    }),
};
