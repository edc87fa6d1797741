import type { TextTransformerConfig, VisionTransformerConfig } from '../../models/clipConfig.js';
import { writeOpenClipPreprocessing } from '../../models/openClipPreprocessing.js';
import type { TransformerClipConfig } from './huggingFaceConfig.js';

type Tower = TextTransformerConfig | VisionTransformerConfig;

/** What open_clip multiplies the width by, then cuts to a whole number. */
const mlpRatio = ({ width, mlpWidth }: Tower): number => {
  const ratio = mlpWidth / width;
  return Math.trunc(width * ratio) === mlpWidth ? ratio : (mlpWidth + 0.5) / width;
};

/**
 * `open_clip_config.json` for a model; undefined where open_clip cannot build it: its towers share
 * one activation, and it knows some ways to make images fit.
 * The vocabulary is the one beside it.
 */
export function toOpenClipConfig(config: TransformerClipConfig): object | undefined {
  const { embedDim, vision, text } = config;
  const preprocess = writeOpenClipPreprocessing(config, vision.imageSize);
  if (vision.activation !== text.activation || !preprocess) return undefined;
  const tower = (config: Tower) => ({
    width: config.width,
    layers: config.layers,
    mlp_ratio: mlpRatio(config),
    norm_kwargs: { eps: config.layerNormEpsilon },
  });
  return {
    model_cfg: {
      embed_dim: embedDim,
      quick_gelu: vision.activation === 'quick_gelu',
      vision_cfg: {
        image_size: vision.imageSize,
        patch_size: vision.patchSize,
        head_width: vision.width / vision.heads,
        ...tower(vision),
      },
      text_cfg: {
        context_length: text.contextLength,
        vocab_size: text.vocabSize,
        heads: text.heads,
        ...tower(text),
        // Any name will do: open_clip then takes the tokenizer from the folder, rather than the released one.
        hf_tokenizer_name: '.',
        ...(text.endToken === undefined ? {} : { pool_type: 'eos', eos_id: text.endToken }),
      },
    },
    preprocess_cfg: preprocess,
  };
}
