import type { Random } from '../engine/random.js';
import { tf, type Scalar, type Tensor2D, type Tensor4D } from '../engine/tf.js';
import { cbow, cbowSpec } from './cbow.js';
import type { ClipConfig } from './clipConfig.js';
import { initialise } from './initialise.js';
import { modifiedResNet, modifiedResNetSpec } from './modifiedResNet.js';
import type { NamedTensors } from './namedTensors.js';
import { createParameters, type Parameters } from './parameters.js';
import { prefixed, trained, type ParameterSpec } from './parameterSpec.js';
import { createScope, INFERENCE, type Mode } from './scope.js';

/** The temperature starts at 0.07 (paper sec 2.5). */
const INITIAL_LOG_SCALE = Math.log(1 / 0.07);

/** A CLIP: two towers and a temperature. It owns its variables until `dispose`. */
export interface Clip {
  readonly config: ClipConfig;
  readonly parameters: Parameters;
  /** Pixels [N, S, S, 3], normalised, to features [N, D] of any length. */
  encodeImage(pixels: Tensor4D, mode?: Mode): Tensor2D;
  /** Token ids [N, L] int32 to features [N, D] of any length. */
  encodeText(tokens: Tensor2D, mode?: Mode): Tensor2D;
  /** What cosines are multiplied by before the softmax, e.g. 100. */
  logitScale(): number;
  dispose(): void;
}

/** Every tensor of a CLIP, in the order they are saved. */
export function clipSpec(config: ClipConfig): ParameterSpec[] {
  return [
    ...prefixed('visual', modifiedResNetSpec(config.vision, config.embedDim)),
    ...cbowSpec(config.text, config.embedDim),
    trained('logit_scale', [], { kind: 'scalar', value: INITIAL_LOG_SCALE }),
  ];
}

/** The config's CLIP with the given tensors (PyTorch's layout). @throws Error where they do not fit */
export function createClip(config: ClipConfig, tensors: NamedTensors): Clip {
  const parameters = createParameters(clipSpec(config), tensors);
  return {
    config,
    parameters,
    encodeImage: (pixels, mode = INFERENCE) =>
      tf.tidy(() => modifiedResNet(pixels, createScope(parameters, mode, 'visual.'), config.vision)),
    encodeText: (tokens, mode = INFERENCE) => tf.tidy(() => cbow(tokens, createScope(parameters, mode), config.text)),
    logitScale: () => Math.exp((parameters.get('logit_scale') as unknown as Scalar).dataSync()[0]!),
    dispose: () => parameters.dispose(),
  };
}

/** The config's CLIP, untrained. */
export function initialiseClip(config: ClipConfig, random: Random): Clip {
  return createClip(config, initialise(clipSpec(config), random));
}
