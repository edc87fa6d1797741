import type { Random } from '../../engine/random.js';
import { tf, type Tensor2D, type Tensor4D } from '../../engine/tf.js';
import type { ImageConfig } from '../../models/clipConfig.js';
import { imageTower, imageTowerSpec } from '../../models/imageTower.js';
import { initialize } from '../../models/initialize.js';
import type { NamedTensors } from '../../models/namedTensors.js';
import { createParameters, type Parameters } from '../../models/parameters.js';
import { createScope, INFERENCE, type Mode } from '../../models/scope.js';

/** A network that embeds an image and its altered copies close together. It owns its variables until `dispose`. */
export interface Detector {
  readonly config: ImageConfig;
  readonly parameters: Parameters;
  /** Pixels [N, S, S, 3], normalized, to features [N, D] of any length. */
  encode(pixels: Tensor4D, mode?: Mode): Tensor2D;
  dispose(): void;
}

/** The detector with the given tensors (PyTorch's layout). @throws Error where they do not fit */
export function createDetector(config: ImageConfig, tensors: NamedTensors): Detector {
  const parameters = createParameters(imageTowerSpec(config), tensors);
  return {
    config,
    parameters,
    encode: (pixels, mode = INFERENCE) =>
      tf.tidy(() => imageTower(pixels, createScope({ parameters, mode, prefix: '', observed: '' }), config, true)),
    dispose: () => parameters.dispose(),
  };
}

/** The detector, untrained. */
export function initializeDetector(config: ImageConfig, random: Random): Detector {
  return createDetector(config, initialize(imageTowerSpec(config), random));
}
