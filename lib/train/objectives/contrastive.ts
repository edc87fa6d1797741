import { tf } from '../../engine/tf.js';
import { contrastiveLoss } from '../../loss/contrastiveLoss.js';
import type { Objective } from '../objective.js';

/** CLIP's own: which text of the batch belongs to which image (paper sec 2.3, Figure 3). */
export const CONTRASTIVE: Objective = {
  name: 'contrastive',
  title: 'CLIP',
  zeroShot: 'shared space',
  chunkable: true,
  lossOfNoLearning: Math.log,
  needs: { otherPixels: false, labels: false },
  extraSpecs: () => [],
  trains: () => true,
  loss: (model, _extra, { pixels, tokens }, mode) =>
    tf.tidy(() =>
      contrastiveLoss(
        model.encodeImage(pixels, mode),
        model.encodeText(tokens, mode),
        model.parameters.get('logit_scale'),
      ),
    ),
};
