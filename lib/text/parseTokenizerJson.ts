import { UserError } from '../io/userError.js';
import { WORD_END, type Merge } from './bpeVocabulary.js';
import { parseMerges } from './parseMerges.js';

/** What a `tokenizer.json` of Hugging Face's tokenizers holds of a BPE. */
export interface TokenizerJson {
  readonly merges: readonly Merge[];
  /** Symbol to id as the file states it, the special tokens included. */
  readonly ids: ReadonlyMap<string, unknown>;
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
  const added = file?.['added_tokens'];
  for (const token of Array.isArray(added) ? added.map(record) : []) {
    if (typeof token?.['content'] === 'string') ids.set(token['content'], token['id']);
  }
  // Older files write a merge as "a b", newer ones as ["a", "b"].
  const lines = merges.map((merge: unknown) => (Array.isArray(merge) ? merge.join(' ') : String(merge)));
  return { merges: parseMerges(lines.join('\n'), path), ids };
}

/** @throws UserError naming the file when it is not JSON */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(`${path} is damaged: it is not JSON; fetch or write it again.`);
  }
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
