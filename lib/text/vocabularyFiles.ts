import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createVocabulary, type BpeVocabulary } from './bpeVocabulary.js';
import { createTokenizer } from './createTokenizer.js';
import { parseMerges } from './parseMerges.js';
import { parseJson, parseTokenizerJson } from './parseTokenizerJson.js';
import type { Tokenizer } from './tokenizer.js';
import { UserError } from '../io/userError.js';
import { writeFileAtomic } from '../io/writeFileAtomic.js';

const VOCABULARY_FILE = 'vocab.json';
const MERGES_FILE = 'merges.txt';
const TOKENIZER_FILE = 'tokenizer.json';

/** Writes `vocab.json` and `merges.txt` as Hugging Face's CLIP tokenizer reads them. */
export async function saveVocabulary(folder: string, vocabulary: BpeVocabulary): Promise<void> {
  const merges = ['#version: 0.2', ...vocabulary.merges.map(([left, right]) => `${left} ${right}`), ''];
  await writeFileAtomic(join(folder, VOCABULARY_FILE), JSON.stringify(Object.fromEntries(vocabulary.ids)) + '\n');
  await writeFileAtomic(join(folder, MERGES_FILE), merges.join('\n'));
}

/**
 * Reads a checkpoint's own vocabulary from its folder: `vocab.json` and `merges.txt`, or `tokenizer.json` where there is no
 * `merges.txt`. The merges alone define a CLIP vocabulary; the ids that the files state must agree.
 * @throws UserError naming the file that is missing, damaged or of another kind of tokenizer
 */
export async function loadVocabulary(folder: string): Promise<BpeVocabulary> {
  const mergesPath = join(folder, MERGES_FILE);
  const jsonPath = join(folder, TOKENIZER_FILE);
  if (!existsSync(mergesPath) && existsSync(jsonPath)) {
    const { merges, ids } = parseTokenizerJson(await readText(jsonPath), jsonPath);
    const vocabulary = nameFile(jsonPath, () => createVocabulary(merges));
    checkIds(ids, jsonPath, vocabulary, 'its merges');
    return vocabulary;
  }
  const vocabularyPath = join(folder, VOCABULARY_FILE);
  const merges = parseMerges(await readText(mergesPath), mergesPath);
  const vocabulary = nameFile(mergesPath, () => createVocabulary(merges));
  const ids = parseIds(await readText(vocabularyPath), vocabularyPath);
  checkIds(ids, vocabularyPath, vocabulary, `the merges of ${MERGES_FILE} beside it`);
  return vocabulary;
}

/** A tokenizer from a checkpoint's folder, see `loadVocabulary`. */
export async function loadTokenizer(folder: string, contextLength: number): Promise<Tokenizer> {
  return createTokenizer(await loadVocabulary(folder), contextLength);
}

/** @param mergesFile where the merges come from, for the error */
function checkIds(
  ids: ReadonlyMap<string, unknown>,
  path: string,
  vocabulary: BpeVocabulary,
  mergesFile: string,
): void {
  if (ids.size !== vocabulary.ids.size) {
    throw new UserError(
      `${path} holds ${ids.size} tokens, but ${mergesFile} make ${vocabulary.ids.size}; take both from one model.`,
    );
  }
  for (const [symbol, id] of vocabulary.ids) {
    if (ids.get(symbol) !== id) {
      throw new UserError(
        `${path} gives "${symbol}" the id ${JSON.stringify(ids.get(symbol)) ?? 'none'}, but ${mergesFile} make it ${id}; take both from one model.`,
      );
    }
  }
}

function parseIds(text: string, path: string): Map<string, unknown> {
  const value = parseJson(text, path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UserError(`${path} should be a JSON object of symbols and ids; fetch or write it again.`);
  }
  return new Map(Object.entries(value));
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UserError(
      `${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}); a tokenizer needs ${VOCABULARY_FILE} and ${MERGES_FILE}, or ${TOKENIZER_FILE}.`,
    );
  }
}

function nameFile<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${path}: ${error.message}`) : error;
  }
}
