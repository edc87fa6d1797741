import { tf, type Scalar, type Tensor2D } from '../../engine/tf.js';
import { UserError } from '../../io/userError.js';
import { ntXentLoss } from '../../loss/ntXentLoss.js';
import type { Clip } from '../../models/clip.js';
import { imageWidth } from '../../models/imageTower.js';
import type { Parameters } from '../../models/parameters.js';
import type { ParameterSpec } from '../../models/parameterSpec.js';
import type { Mode } from '../../models/scope.js';
import { viewProjection, viewProjectionSpec } from '../../models/viewProjection.js';
import type { Objective, ObjectiveBatch, ObjectiveSetting } from '../objective.js';
import { extraScope } from './extraScope.js';
import { trainsFeatures } from './trainsFeatures.js';

/** Before the names of the head's tensors. */
const SSL = 'ssl';

/** The tensors of the head through which views are compared. */
export function viewSpecs({ config }: ObjectiveSetting): ParameterSpec[] {
  return viewProjectionSpec(SSL, imageWidth(config));
}

/**
 * Features before the projection of both views, one below the other: [2 N, width].
 * @throws UserError where there is one view only
 */
export function viewFeatures(model: Clip, { pixels, otherPixels }: ObjectiveBatch, mode: Mode): Tensor2D {
  if (!otherPixels)
    throw new UserError('the objective compares two views of each image and the batch has one: give otherPixels.');
  return tf.tidy(() => model.encodeImage(tf.concat([pixels, otherPixels]), mode, { projected: false }));
}

/** How badly views [2 N, width] find their images' other views. */
export function viewLoss(features: Tensor2D, extra: Parameters, mode: Mode): Scalar {
  return tf.tidy(() => ntXentLoss(viewProjection(features, extraScope(extra, mode, `${SSL}.`))));
}

/**
 * Self-supervision alone: two views of an image are to be told from all other images' (Chen et al. 2020). No text is
 * read.
 */
export const SIMCLR: Objective = {
  name: 'simclr',
  title: 'simclr',
  zeroShot: 'none',
  chunkable: false,
  needs: { otherPixels: true, labels: false },
  extraSpecs: viewSpecs,
  trains: trainsFeatures,
  loss: (model, extra, batch, mode) => tf.tidy(() => viewLoss(viewFeatures(model, batch, mode), extra, mode)),
};
