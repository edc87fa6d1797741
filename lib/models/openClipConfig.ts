import { UserError } from '../io/userError.js';
import type { Activation, ClipConfig, TextTransformerConfig } from './clipConfig.js';
import { jsonFields, type JsonFields } from './jsonFields.js';
import { readOpenClipPreprocessing } from './openClipPreprocessing.js';

/** What further fields may say without asking for another architecture. */
const NEUTRAL: Readonly<Record<string, readonly unknown[]>> = {
  'vision_cfg.pool_type': ['tok'],
  'vision_cfg.pos_embed_type': ['learnable'],
  'text_cfg.pool_type': ['argmax'],
  'text_cfg.proj_type': ['linear'],
};

/** Fields that say how a model is trained, tokenized or called, and nothing of what it computes. */
const WITHOUT_EFFECT =
  /^(custom_text|init_logit_scale|output_dict|nonscalar_logit_scale|vision_cfg\.(patch_dropout|output_tokens)|text_cfg\.(pad_id|eos_id|output_tokens|tokenizer_kwargs|hf_tokenizer_name))$/;

/** What both kinds of transformer have, with open_clip's defaults. */
function transformer(fields: JsonFields, width: number, activation: Activation) {
  return {
    width,
    layers: fields.count('layers', 12),
    mlpWidth: Math.trunc(width * fields.number('mlp_ratio', 4)),
    activation,
    layerNormEpsilon: fields.child('norm_kwargs').number('eps', 1e-5),
  };
}

function readVision(fields: JsonFields, activation: Activation): ClipConfig['vision'] {
  const imageSize = fields.count('image_size', 224);
  const width = fields.count('width', 768);
  const headWidth = fields.count('head_width', 64);
  const layers = fields.countsIfList('layers');
  // The attention pool's heads divide the last stage's 32 * width channels.
  if (layers) return { kind: 'modified-resnet', imageSize, width, layers, heads: (width * 32) / headWidth };
  const patchSize = fields.count('patch_size', 16);
  return { kind: 'vit', imageSize, patchSize, heads: width / headWidth, ...transformer(fields, width, activation) };
}

/** The token at whose first place features are taken; undefined for the largest, open_clip's `argmax`. */
function readEndToken(fields: JsonFields, problems: string[]): { endToken?: number } {
  if (!fields.is('pool_type', 'eos')) return {};
  const endToken = fields.count('eos_id', 2);
  if (endToken >= fields.count('vocab_size', 49_408))
    problems.push(`text_cfg.eos_id is ${endToken}, beyond the vocabulary`);
  return { endToken };
}

function readText(fields: JsonFields, activation: Activation, problems: string[]): TextTransformerConfig {
  return {
    kind: 'transformer',
    ...readEndToken(fields, problems),
    vocabSize: fields.count('vocab_size', 49_408),
    contextLength: fields.count('context_length', 77),
    heads: fields.count('heads', 8),
    ...transformer(fields, fields.count('width', 512), activation),
  };
}

/**
 * open_clip's JSON configuration, bare or as `open_clip_config.json` wraps it (`model_cfg`, `preprocess_cfg`), as a
 * ClipConfig. What it leaves out has open_clip's defaults: exact GELU unless `quick_gelu` is true.
 * @param source names the configuration in errors
 * @throws UserError naming every field that is wrong, and every one that asks for an architecture other than the
 *   paper's
 * @example
 * const vision_cfg = { image_size: 224, layers: 12, width: 768, patch_size: 32 };
 * const text_cfg = { context_length: 77, vocab_size: 49408, width: 512, heads: 8, layers: 12 };
 * const config = fromOpenClipConfig({ embed_dim: 512, vision_cfg, text_cfg }, 'my configuration');
 */
export function fromOpenClipConfig(json: unknown, source: string): ClipConfig {
  const problems: string[] = [];
  const root = jsonFields(json, problems);
  const model = root.has('model_cfg') ? jsonFields((json as { model_cfg: unknown }).model_cfg, problems) : root;
  const preprocess = root.child('preprocess_cfg');
  const activation = model.flag('quick_gelu', false) ? 'quick_gelu' : 'gelu';
  const vision = model.child('vision_cfg');
  const text = model.child('text_cfg');
  const tower = readVision(vision, activation);
  const config: ClipConfig = {
    embedDim: model.count('embed_dim'),
    vision: tower,
    text: readText(text, activation, problems),
    ...readOpenClipPreprocessing(preprocess, tower.imageSize, problems),
  };
  for (const [name, value] of [model, vision, text].flatMap((fields) => fields.unread())) {
    const isNeutral =
      value === false || (Object.hasOwn(NEUTRAL, name) && NEUTRAL[name]!.includes(value)) || WITHOUT_EFFECT.test(name);
    if (!isNeutral) problems.push(`${name} (${JSON.stringify(value)}) asks for an architecture other than the paper's`);
  }
  if (!Number.isInteger(config.vision.heads)) problems.push('vision_cfg.head_width does not divide the width');
  if (problems.length > 0) throw new UserError(`${source} cannot be built as a CLIP: ${problems.join('; ')}.`);
  return config;
}
