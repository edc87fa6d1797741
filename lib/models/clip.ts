import { toFloat32 } from '../engine/bfloat16.js';
import type { Random } from '../engine/random.js';
import { tf, type Scalar, type Tensor2D, type Tensor3D, type Tensor4D } from '../engine/tf.js';
import type { ClipConfig } from './clipConfig.js';
import { imageGrid, imageTower, imageTowerSpec, poolGrid, projectImage } from './imageTower.js';
import { initialize } from './initialize.js';
import type { NamedTensors } from './namedTensors.js';
import { createParameters, type Parameters } from './parameters.js';
import { prefixed, trained, type ParameterSpec } from './parameterSpec.js';
import { requireConfig } from './requireConfig.js';
import { requirePixels, requireTensor, requireTokens } from './requireInputs.js';
import { requireNamedTensors } from './requireNamedTensors.js';
import { createScope, INFERENCE, type Mode, type Observer, type Scope } from './scope.js';
import { textTower, textTowerSpec } from './textTower.js';

/** The temperature starts at 0.07 (paper sec 2.5). */
const INITIAL_LOG_SCALE = Math.log(1 / 0.07);

/** What an encoder returns beside, or in place of, the projected features. */
export interface EncodeOptions {
  /**
   * False for the features before the projection to the shared space, which the paper's linear probes use (sec A.3): a
   * transformer's after its last layer norm, a ResNet's after the attention pool, before its output projection. Default
   * true.
   */
  readonly projected?: boolean;
  /** Sees the pass's activations: `visual.block.3`, `text.block.0.attn.probs`. */
  readonly observe?: Observer;
}

/** A CLIP: two towers and a temperature. It owns its variables until `dispose`. */
export interface Clip {
  readonly config: ClipConfig;
  readonly parameters: Parameters;
  /** Pixels [N, S, S, 3], normalized, to features [N, D] of any length. @throws UserError where they are not */
  encodeImage(pixels: Tensor4D, mode?: Mode, options?: EncodeOptions): Tensor2D;
  /**
   * Pixels [N, S, S, 3], normalized, to features at every position of the image [N, T, width], which a decoder or a
   * second head attends to: a ResNet's last stage, or a transformer's tokens after its last block, the class token
   * first. Pooled and projected they are what `encodeImage` gives. @throws UserError where S is not the model's
   */
  encodeGrid(pixels: Tensor4D, mode?: Mode): Tensor3D;
  /** What `encodeGrid` gives, pooled: [N, T, width] -> [N, width], the features before the projection. */
  poolGrid(grid: Tensor3D, mode?: Mode): Tensor2D;
  /** Features before the projection, projected to the shared space: [N, width] -> [N, D]. */
  projectImage(features: Tensor2D, mode?: Mode): Tensor2D;
  /**
   * Token ids [N, L] int32, L at most the context length, to features [N, D] of any length. A transformer's are those
   * at the first end token, which is the largest id where the configuration names none.
   * @throws UserError where L is more, or an id is none of the vocabulary's
   */
  encodeText(tokens: Tensor2D, mode?: Mode, options?: EncodeOptions): Tensor2D;
  /** What cosines are multiplied by before the softmax, e.g. 100. */
  logitScale(): number;
  dispose(): void;
}

/**
 * Every tensor of a CLIP, in the order they are saved.
 * @throws UserError where the configuration is none, or its sizes do not divide
 * @example
 * const tensors = clipSpec(RELEASED_CONFIGS['ViT-B/32']);
 * show(tensors.map(({ name, shape }) => `${name} [${shape.join(', ')}]`).join('\n'));
 */
export function clipSpec(config: ClipConfig): ParameterSpec[] {
  requireConfig(config);
  return [
    ...prefixed('visual', imageTowerSpec(config)),
    ...textTowerSpec(config),
    trained('logit_scale', [], { kind: 'scalar', value: INITIAL_LOG_SCALE }),
  ];
}

/**
 * The config's CLIP with the given tensors (PyTorch's layout).
 * @throws UserError where they do not fit
 * @example
 * const { model } = await loadModel();
 * const copy = createClip(model.config, model.parameters.export());
 */
export function createClip(config: ClipConfig, tensors: NamedTensors): Clip {
  const specs = clipSpec(config);
  requireNamedTensors(tensors);
  const parameters = createParameters(specs, tensors);
  const scope = (mode: Mode, prefix: string, observed: string, observer: Observer | undefined): Scope =>
    createScope({ parameters, mode, prefix, observed, observer });
  const visual = (mode: Mode): Scope => scope(mode, 'visual.', 'visual.', undefined);
  return {
    config,
    parameters,
    encodeImage: (pixels, mode = INFERENCE, { projected = true, observe } = {}) => {
      requirePixels(pixels, config, !mode.training);
      return tf.tidy(() => imageTower(pixels, scope(mode, 'visual.', 'visual.', observe), config, projected));
    },
    encodeGrid: (pixels, mode = INFERENCE) => {
      requirePixels(pixels, config, !mode.training);
      return tf.tidy(() => toFloat32(imageGrid(pixels, visual(mode), config)));
    },
    poolGrid: (grid, mode = INFERENCE) => {
      requireTensor(grid, 'float32', 'the features of the grid', 'make them with encodeGrid');
      return tf.tidy(() => {
        const p = visual(mode);
        return poolGrid(p.cast(grid), p, config);
      });
    },
    projectImage: (features, mode = INFERENCE) => {
      requireTensor(features, 'float32', 'the features', 'make them with poolGrid');
      return tf.tidy(() => projectImage(features, visual(mode), config));
    },
    encodeText: (tokens, mode = INFERENCE, { projected = true, observe } = {}) => {
      requireTokens(tokens, config);
      return tf.tidy(() => textTower(tokens, scope(mode, '', 'text.', observe), config, projected));
    },
    logitScale: () => Math.exp((parameters.get('logit_scale') as unknown as Scalar).dataSync()[0]!),
    dispose: () => parameters.dispose(),
  };
}

/**
 * The config's CLIP, untrained.
 * @example
 * const model = initializeClip(RELEASED_CONFIGS['ViT-B/32'], createRandom(1));
 * model.encodeImage(tf.zeros([1, 224, 224, 3])); // [1, 512]
 */
export function initializeClip(config: ClipConfig, random: Random): Clip {
  return createClip(config, initialize(clipSpec(config), random));
}
