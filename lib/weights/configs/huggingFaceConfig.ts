import { UserError } from '../../io/userError.js';
import type {
  Activation,
  ClipConfig,
  TextTransformerConfig,
  VisionTransformerConfig,
} from '../../models/clipConfig.js';
import { jsonFields, type JsonFields } from '../../models/jsonFields.js';
import { RELEASED_NORMALIZATION } from '../../models/releasedConfigs.js';
import { readHuggingFacePreprocessing } from './huggingFacePreprocessing.js';

/** A CLIP of two transformers, which is what the CLIPModel of `transformers` can be. */
export interface TransformerClipConfig extends ClipConfig {
  readonly vision: VisionTransformerConfig;
  readonly text: TextTransformerConfig;
  readonly projection?: never;
}

export function isTransformerClip(config: ClipConfig): config is TransformerClipConfig {
  return config.vision.kind === 'vit' && config.text.kind === 'transformer' && config.projection === undefined;
}

/** Whether a parsed config.json is one of `transformers`, rather than one of cliplab. */
export function isHuggingFaceConfig(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'model_type' in json;
}

/** The end token of the released vocabulary, and what the first published configurations call it. */
const RELEASED_END = 49_407;
const LEGACY_END = 2;

function readTransformer(
  fields: JsonFields,
  activation: Activation,
  [width, mlpWidth, heads]: [number, number, number],
) {
  return {
    width: fields.count('hidden_size', width),
    layers: fields.count('num_hidden_layers', 12),
    heads: fields.count('num_attention_heads', heads),
    mlpWidth: fields.count('intermediate_size', mlpWidth),
    activation,
    layerNormEpsilon: fields.number('layer_norm_eps', 1e-5),
  };
}

/** Older files repeat a tower's fields under `<tower>_dict`, which then counts. */
function towerJson(json: Record<string, unknown>, tower: string): Record<string, unknown> {
  const [first, second] = [json[tower], json[`${tower}_dict`]].map((part) =>
    typeof part === 'object' && part !== null ? part : {},
  );
  return { ...first, ...second };
}

/**
 * The `config.json` of a CLIPModel, with the preprocessing of its `preprocessor_config.json` where there is one, as a
 * ClipConfig. What they leave out has the defaults of `transformers`.
 * @param source names the configuration in errors
 * @throws UserError naming every field that is wrong
 */
export function fromHuggingFaceConfig(json: unknown, preprocessor: unknown, source: string): ClipConfig {
  const problems: string[] = [];
  const root = json as Record<string, unknown>;
  if (root['model_type'] !== 'clip')
    throw new UserError(`${source} is of a ${JSON.stringify(root['model_type'])} model, not of a CLIP ("clip").`);
  const read = (tower: string): [JsonFields, Activation] => {
    const values = towerJson(root, tower);
    const activation = values['hidden_act'] ?? 'quick_gelu';
    if (activation !== 'quick_gelu' && activation !== 'gelu')
      problems.push(`${tower}.hidden_act is ${JSON.stringify(activation)}, expected "quick_gelu" or "gelu"`);
    return [jsonFields(values, problems, `${tower}.`), activation as Activation];
  };
  const [vision, visionActivation] = read('vision_config');
  const [text, textActivation] = read('text_config');
  if (vision.count('num_channels', 3) !== 3) problems.push('vision_config.num_channels is not 3');
  const vocabSize = text.count('vocab_size', 49_408);
  const endToken = text.count('eos_token_id', vocabSize > RELEASED_END ? RELEASED_END : vocabSize - 1);
  if (endToken >= vocabSize)
    problems.push(`text_config.eos_token_id is ${endToken}, expected one of the ${vocabSize} of vocab_size`);
  // Features are taken at the largest id where the configuration is as old as that 2, else where the end token stands
  // first.
  const isLargest = endToken === LEGACY_END || endToken === vocabSize - 1;
  const imageSize = vision.count('image_size', 224);
  const pixels =
    preprocessor === undefined
      ? RELEASED_NORMALIZATION
      : readHuggingFacePreprocessing(preprocessor, imageSize, problems);
  const config: ClipConfig = {
    embedDim: jsonFields(root, problems).count('projection_dim', 512),
    vision: {
      kind: 'vit',
      imageSize,
      patchSize: vision.count('patch_size', 32),
      ...readTransformer(vision, visionActivation, [768, 3072, 12]),
    },
    text: {
      kind: 'transformer',
      vocabSize,
      ...(isLargest ? {} : { endToken }),
      contextLength: text.count('max_position_embeddings', 77),
      ...readTransformer(text, textActivation, [512, 2048, 8]),
    },
    ...pixels,
  };
  if (problems.length > 0) throw new UserError(`${source} is not a CLIP's configuration: ${problems.join('; ')}.`);
  return config;
}

function writeTransformer({
  width,
  layers,
  heads,
  mlpWidth,
  activation,
  layerNormEpsilon,
}: TextTransformerConfig | VisionTransformerConfig) {
  return {
    hidden_size: width,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    intermediate_size: mlpWidth,
    hidden_act: activation,
    layer_norm_eps: layerNormEpsilon,
    attention_dropout: 0,
  };
}

/** The `config.json` that makes `transformers` build this model. */
export function toHuggingFaceConfig({ embedDim, vision, text }: TransformerClipConfig, dtype: string): object {
  const endToken = text.endToken ?? text.vocabSize - 1;
  return {
    architectures: ['CLIPModel'],
    model_type: 'clip',
    dtype,
    torch_dtype: dtype,
    projection_dim: embedDim,
    logit_scale_init_value: 2.6592,
    text_config: {
      model_type: 'clip_text_model',
      vocab_size: text.vocabSize,
      max_position_embeddings: text.contextLength,
      ...writeTransformer(text),
      projection_dim: embedDim,
      bos_token_id: endToken - 1,
      // Features are taken where this token stands first.
      eos_token_id: endToken,
      pad_token_id: endToken,
    },
    vision_config: {
      model_type: 'clip_vision_model',
      image_size: vision.imageSize,
      patch_size: vision.patchSize,
      num_channels: 3,
      ...writeTransformer(vision),
      projection_dim: embedDim,
    },
  };
}
