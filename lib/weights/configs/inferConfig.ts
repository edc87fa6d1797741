import { UserError } from '../../io/userError.js';
import type { ClipConfig, TextTransformerConfig } from '../../models/clipConfig.js';
import { RELEASED_NORMALIZATION } from '../../models/releasedConfigs.js';
import type { StoredTensors } from '../storedTensors.js';

/** The released models have an attention head for every 64 of the width; their files do not say so. */
const HEAD_WIDTH = 64;

/**
 * The architecture of OpenAI's checkpoints, which is in the shapes of their tensors: a head for every 64 of the width,
 * QuickGELU, and the released preprocessing.
 * @throws UserError naming the tensor without which there is no telling, or the width that 64 does not divide
 */
export function inferConfig({ tensors, path }: StoredTensors): ClipConfig {
  const side = (name: string, axis: number): number => {
    const value = tensors.get(name)?.shape[axis];
    if (value === undefined)
      throw new UserError(
        `${path} is no CLIP that describes itself: ${name} is not in it; put its configuration beside it.`,
      );
    return value;
  };
  const count = (pattern: RegExp): number =>
    new Set([...tensors.keys()].flatMap((name) => pattern.exec(name)?.[1] ?? [])).size;
  const heads = (width: number): number => {
    if (width % HEAD_WIDTH !== 0)
      throw new UserError(
        `${path} does not say how many attention heads its width of ${width} is for; put its open_clip_config.json beside it.`,
      );
    return width / HEAD_WIDTH;
  };
  /** Positions of a square grid and one more, as its side. */
  const gridSide = (positions: number): number => Math.round(Math.sqrt(positions - 1));
  const transformer = (prefix: string, width: number) => ({
    width,
    layers: count(new RegExp(`^${prefix}transformer\\.resblocks\\.(\\d+)\\.`)),
    heads: heads(width),
    mlpWidth: side(`${prefix}transformer.resblocks.0.mlp.c_fc.weight`, 0),
    activation: 'quick_gelu' as const,
    layerNormEpsilon: 1e-5,
  });
  const vision = (): ClipConfig['vision'] => {
    if (tensors.has('visual.proj')) {
      const patchSize = side('visual.conv1.weight', 2);
      const imageSize = patchSize * gridSide(side('visual.positional_embedding', 0));
      return { kind: 'vit', imageSize, patchSize, ...transformer('visual.', side('visual.conv1.weight', 0)) };
    }
    const width = side('visual.layer1.0.conv1.weight', 0);
    const layers = [1, 2, 3, 4].map((stage) => count(new RegExp(`^visual\\.layer${stage}\\.(\\d+)\\.`)));
    const imageSize = 32 * gridSide(side('visual.attnpool.positional_embedding', 0));
    return { kind: 'modified-resnet', imageSize, width, layers, heads: heads(32 * width) };
  };
  const text: TextTransformerConfig = {
    kind: 'transformer',
    vocabSize: side('token_embedding.weight', 0),
    contextLength: side('positional_embedding', 0),
    ...transformer('', side('token_embedding.weight', 1)),
  };
  return { embedDim: side('text_projection', 1), vision: vision(), text, ...RELEASED_NORMALIZATION };
}
