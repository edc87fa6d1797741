import { parseJson } from '../io/parseJson.js';
import { UserError } from '../io/userError.js';
import { readTokenList, type AddedToken } from './addedTokens.js';
import { WORD_END, type Merge } from './bpeVocabulary.js';
import { parseMerges } from './parseMerges.js';

/** What a `tokenizer.json` of Hugging Face's tokenizers holds of a BPE. */
export interface TokenizerJson {
  readonly merges: readonly Merge[];
  /** Symbol to id as the file states it, the special tokens included. */
  readonly ids: ReadonlyMap<string, unknown>;
  /** The special tokens, and those that the merges do not make. */
  readonly added: readonly AddedToken[];
}

/** @throws UserError naming the file when it is damaged or holds another kind of tokenizer */
export function parseTokenizerJson(text: string, path: string): TokenizerJson {
  const file = record(parseJson(text, path));
  const model = record(file?.['model']);
  const vocabulary = record(model?.['vocab']);
  const merges = model?.['merges'];
  if (model?.['type'] !== 'BPE' || !vocabulary || !Array.isArray(merges))
    throw new UserError(`${path} holds no byte pair encoding (model.type, model.vocab, model.merges); CLIP needs one.`);
  if (model['end_of_word_suffix'] !== WORD_END) {
    throw new UserError(
      `${path} is no CLIP tokenizer: its words end in ${JSON.stringify(model['end_of_word_suffix'])}, CLIP's in "${WORD_END}".`,
    );
  }
  const ids = new Map<string, unknown>(Object.entries(vocabulary));
  const added = readTokenList(file?.['added_tokens'], path);
  // Older files write a merge as "a b", newer ones as ["a", "b"].
  const lines = merges.map((merge: unknown) => (Array.isArray(merge) ? merge.join(' ') : String(merge)));
  return { merges: parseMerges(lines.join('\n'), path), ids, added };
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
