import { tf } from '../../engine/tf.js';
import { contrastiveLoss } from '../../loss/contrastiveLoss.js';
import { weightedSum } from '../../loss/weightedSum.js';
import type { Objective } from '../objective.js';
import { decoderLoss, decoderSpecs } from './caption.js';

/**
 * Weight of the caption's loss beside the contrastive one; the paper (sec 6) proposes the joint objective and gives
 * none.
 */
const CAPTION_WEIGHT = 1;

/**
 * Contrastive and generative together, as the paper's limitations propose (sec 6): one pass of the image tower, two
 * losses.
 */
export const CONTRASTIVE_CAPTION: Objective = {
  name: 'contrastive+caption',
  title: 'CLIP with captions',
  zeroShot: 'shared space',
  chunkable: false,
  needs: { otherPixels: false, labels: false },
  extraSpecs: decoderSpecs,
  trains: () => true,
  loss: (model, extra, { pixels, tokens }, mode) =>
    tf.tidy(() => {
      const grid = model.encodeGrid(pixels, mode);
      const images = model.projectImage(model.poolGrid(grid, mode), mode);
      const texts = model.encodeText(tokens, mode);
      return weightedSum([
        [1, contrastiveLoss(images, texts, model.parameters.get('logit_scale'))],
        [CAPTION_WEIGHT, decoderLoss(model, grid, extra, tokens, mode)],
      ]);
    }),
};
