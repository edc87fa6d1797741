import { writeTokenDecoder } from '../../text/addedTokens.js';
import { END_SYMBOL, START_SYMBOL, type BpeVocabulary } from '../../text/bpeVocabulary.js';
import type { TransformerClipConfig } from './huggingFaceConfig.js';

const SPECIAL_TOKENS = {
  bos_token: START_SYMBOL,
  eos_token: END_SYMBOL,
  // Padding is not looked at: features are taken at the first end token.
  pad_token: END_SYMBOL,
  unk_token: END_SYMBOL,
} as const;

/** The small files by which `transformers` knows how to tokenize and preprocess, by name. */
export function processorFiles(
  { text, vision, mean, std }: TransformerClipConfig,
  { added }: BpeVocabulary,
): Readonly<Record<string, object>> {
  const side = vision.imageSize;
  return {
    'tokenizer_config.json': {
      tokenizer_class: 'CLIPTokenizer',
      model_max_length: text.contextLength,
      do_lower_case: true,
      add_prefix_space: false,
      errors: 'replace',
      ...SPECIAL_TOKENS,
      ...(added && { added_tokens_decoder: writeTokenDecoder(added) }),
    },
    'special_tokens_map.json': SPECIAL_TOKENS,
    'preprocessor_config.json': {
      image_processor_type: 'CLIPImageProcessor',
      do_convert_rgb: true,
      do_resize: true,
      size: { shortest_edge: side },
      // Bicubic, by Pillow's number.
      resample: 3,
      do_center_crop: true,
      crop_size: { height: side, width: side },
      do_rescale: true,
      rescale_factor: 1 / 255,
      do_normalize: true,
      image_mean: mean,
      image_std: std,
    },
  };
}
