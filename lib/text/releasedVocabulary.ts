import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { dataDirectory } from '../io/projectPaths.js';
import { sha256 } from '../io/sha256.js';
import { UserError } from '../io/userError.js';
import { createVocabulary, type BpeVocabulary } from './bpeVocabulary.js';
import { createTokenizer } from './createTokenizer.js';
import { parseMerges } from './parseMerges.js';
import type { Tokenizer } from './tokenizer.js';

const MERGES_SHA256 = '9fd691f7c8039210e0fced15865466c65820d09b63988b0174bfe25de299051a';

/** Tokens in a row of the released models (paper sec 2.4 has 76 without the end; the code counts both ends). */
const RELEASED_CONTEXT_LENGTH = 77;

/**
 * The vocabulary of the nine released models: 49,408 tokens (data/vocabulary).
 * @throws UserError when its file is missing or damaged
 * @example
 * const model = initializeClip(RELEASED_CONFIGS['ViT-B/32'], createRandom(1));
 * await saveModel('models/untrained', model, await loadReleasedVocabulary());
 */
export async function loadReleasedVocabulary(): Promise<BpeVocabulary> {
  const path = join(dataDirectory(), 'vocabulary', 'merges.txt.gz');
  const remedy = 'restore data/vocabulary from the repository, or run scripts/fetch_vocabulary.py.';
  const packed = await readFile(path).catch(() => undefined);
  if (!packed) throw new UserError(`${path} is missing; ${remedy}`);
  const text = unpack(packed);
  if (text === undefined || sha256(text) !== MERGES_SHA256)
    throw new UserError(`${path} is damaged: its hash is another; ${remedy}`);
  return createVocabulary(parseMerges(text, path));
}

function unpack(packed: Uint8Array): string | undefined {
  try {
    return gunzipSync(packed, { maxOutputLength: 1 << 20 }).toString('utf8');
  } catch {
    return undefined;
  }
}

/**
 * The tokenizer of the nine released models: 49,408 tokens, 77 a row, exact to openai/CLIP's.
 * @example
 * const tokenizer = await loadReleasedTokenizer();
 * tokenizer.encode('a photo of a cat'); // [320, 1125, 539, 320, 2368]
 */
export async function loadReleasedTokenizer(): Promise<Tokenizer> {
  return createTokenizer(await loadReleasedVocabulary(), RELEASED_CONTEXT_LENGTH);
}
