import { UserError } from '../../io/userError.js';
import type { ClipConfig, TextTransformerConfig } from '../../models/clipConfig.js';
import { RELEASED_CONFIGS, RELEASED_NORMALIZATION } from '../../models/releasedConfigs.js';
import { OPEN_CLIP_CONFIG_FILE } from '../modelFiles.js';
import { CONFIG_FILE } from '../modelFolder.js';
import type { OpenedTensors } from '../openStoredTensors.js';

/** The configuration but for what shapes do not show. */
const shapesOf = (config: ClipConfig): string =>
  JSON.stringify(config, (key, value: unknown) => (key === 'heads' ? undefined : sortedFields(value)));

function sortedFields(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The architecture of OpenAI's checkpoints, which their tensors' shapes show but for the number of attention heads:
 * known of the nine released models, and of no other. QuickGELU, and the released preprocessing.
 * @throws UserError naming the tensor without which there is no telling, or what the shapes do not say
 */
export function inferConfig({ tensors, path, kind }: OpenedTensors): ClipConfig {
  const side = (name: string, axis: number): number => {
    const value = tensors.get(name)?.shape[axis];
    if (value === undefined)
      throw new UserError(
        `${path} is no CLIP that describes itself: ${name} is not in it; ` +
          `put its ${kind === 'torchscript' ? '' : `${CONFIG_FILE} or `}${OPEN_CLIP_CONFIG_FILE} beside it.`,
      );
    return value;
  };
  const count = (pattern: RegExp): number =>
    new Set([...tensors.keys()].flatMap((name) => pattern.exec(name)?.[1] ?? [])).size;
  /** Positions of a square grid and one more, as its side. */
  const gridSide = (positions: number): number => Math.round(Math.sqrt(positions - 1));
  const transformer = (prefix: string, width: number) => ({
    width,
    layers: count(new RegExp(`^${prefix}transformer\\.resblocks\\.(\\d+)\\.`)),
    heads: 0,
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
    return { kind: 'modified-resnet', imageSize, width, layers, heads: 0 };
  };
  const text: TextTransformerConfig = {
    kind: 'transformer',
    vocabSize: side('token_embedding.weight', 0),
    contextLength: side('positional_embedding', 0),
    ...transformer('', side('token_embedding.weight', 1)),
  };
  const config = { embedDim: side('text_projection', 1), vision: vision(), text, ...RELEASED_NORMALIZATION };
  const released = Object.values<ClipConfig>(RELEASED_CONFIGS).find((one) => shapesOf(one) === shapesOf(config));
  if (released) return released;
  throw new UserError(
    `${path} has not the shapes of any of the nine released models, and does not say how many attention heads its widths of ` +
      `${config.vision.width} (images) and ${text.width} (texts) are for; ` +
      `put its open_clip_config.json beside it, where vision_cfg.head_width and text_cfg.heads say so.`,
  );
}
