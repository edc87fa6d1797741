import { writeTokenDecoder } from '../../text/addedTokens.js';
import { END_SYMBOL, START_SYMBOL, type BpeVocabulary } from '../../text/bpeVocabulary.js';
import type { TransformerClipConfig } from './huggingFaceConfig.js';
import { writeHuggingFacePreprocessing } from './huggingFacePreprocessing.js';

const SPECIAL_TOKENS = {
  bos_token: START_SYMBOL,
  eos_token: END_SYMBOL,
  // Padding is not looked at: features are taken at the first end token.
  pad_token: END_SYMBOL,
  unk_token: END_SYMBOL,
} as const;

/** The small files by which `transformers` knows how to tokenize and preprocess, by name. */
export function processorFiles(
  config: TransformerClipConfig,
  { added }: BpeVocabulary,
): Readonly<Record<string, object>> {
  const { text, vision } = config;
  const pixels = writeHuggingFacePreprocessing(config, vision.imageSize);
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
    ...(pixels && { 'preprocessor_config.json': pixels }),
  };
}
