import { tf } from '../../engine/tf.js';
import { contrastiveLoss } from '../../loss/contrastiveLoss.js';
import { weightedSum } from '../../loss/weightedSum.js';
import type { Objective } from '../objective.js';
import { viewFeatures, viewLoss, viewSpecs } from './simclr.js';

/** Weight of self-supervision beside the contrastive loss, as in SLIP (Mu et al. 2021). */
const SELF_SUPERVISION_WEIGHT = 1;

/**
 * Contrastive and self-supervised together, as the paper's limitations propose (sec 6). Both views go through the image
 * tower at once; the first of each image is also the one that its text is compared with, where SLIP takes a third.
 */
export const CONTRASTIVE_SIMCLR: Objective = {
  name: 'contrastive+simclr',
  title: 'CLIP with SimCLR',
  zeroShot: 'shared space',
  chunkable: false,
  needs: { otherPixels: true, labels: false },
  extraSpecs: viewSpecs,
  trains: () => true,
  loss: (model, extra, batch, mode) =>
    tf.tidy(() => {
      const features = viewFeatures(model, batch, mode); // [2N, width]
      const first = tf.slice(features, [0, 0], [batch.pixels.shape[0], features.shape[1]]);
      const images = model.projectImage(first, mode);
      const texts = model.encodeText(batch.tokens, mode);
      return weightedSum([
        [1, contrastiveLoss(images, texts, model.parameters.get('logit_scale'))],
        [SELF_SUPERVISION_WEIGHT, viewLoss(features, extra, mode)],
      ]);
    }),
};
