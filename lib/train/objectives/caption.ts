import { tf, type Scalar, type Tensor2D, type Tensor3D } from '../../engine/tf.js';
import { imageCaptionLoss } from '../../loss/imageCaptionLoss.js';
import { captionDecoderConfig, captionDecoderSpec } from '../../models/captionDecoderConfig.js';
import type { Clip } from '../../models/clip.js';
import { imageStage } from '../../models/imageStage.js';
import type { Parameters } from '../../models/parameters.js';
import { prefixed, type ParameterSpec } from '../../models/parameterSpec.js';
import type { Mode } from '../../models/scope.js';
import type { Objective, ObjectiveSetting } from '../objective.js';
import { extraScope } from './extraScope.js';

/** Before the names of the decoder's tensors. */
export const DECODER = 'decoder';

/** The decoder's tensors beside a model. */
export function decoderSpecs({ config }: ObjectiveSetting): ParameterSpec[] {
  return prefixed(DECODER, captionDecoderSpec(captionDecoderConfig(config)));
}

/** The loss of writing the captions `tokens` from the features at every position of the images. */
export function decoderLoss(model: Clip, grid: Tensor3D, extra: Parameters, tokens: Tensor2D, mode: Mode): Scalar {
  return imageCaptionLoss(grid, tokens, extraScope(extra, mode, `${DECODER}.`), captionDecoderConfig(model.config));
}

/** A language model of captions over the image, which the paper tried first (sec 2.3, Figure 2). */
export const CAPTION: Objective = {
  name: 'caption',
  title: 'caption',
  zeroShot: 'caption',
  chunkable: false,
  needs: { otherPixels: false, labels: false },
  extraSpecs: decoderSpecs,
  trains: (parameter) => imageStage(parameter) === 'grid',
  loss: (model, extra, { pixels, tokens }, mode) =>
    tf.tidy(() => decoderLoss(model, model.encodeGrid(pixels, mode), extra, tokens, mode)),
};
