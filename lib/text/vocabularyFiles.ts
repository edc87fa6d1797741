import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readTokenDecoder, readTokenIds, writeTokenDecoder, type AddedToken } from './addedTokens.js';
import { createVocabulary, type BpeVocabulary } from './bpeVocabulary.js';
import { createTokenizer } from './createTokenizer.js';
import { parseMerges } from './parseMerges.js';
import { parseTokenizerJson } from './parseTokenizerJson.js';
import type { Tokenizer } from './tokenizer.js';
import { parseJson } from '../io/parseJson.js';
import { readFileWithin } from '../io/readFileWithin.js';
import { createReadingBudget } from '../io/readingBudget.js';
import { requireText } from '../io/requireText.js';
import { UserError } from '../io/userError.js';
import { writeFileAtomic } from '../io/writeFileAtomic.js';

const VOCABULARY_FILE = 'vocab.json';
const MERGES_FILE = 'merges.txt';
const TOKENIZER_FILE = 'tokenizer.json';
const ADDED_FILE = 'added_tokens.json';
const TOKENIZER_CONFIG_FILE = 'tokenizer_config.json';

/** The files that a vocabulary is read from, as they may lie beside a model's weights. */
export const VOCABULARY_FILES: readonly string[] = [
  VOCABULARY_FILE,
  MERGES_FILE,
  TOKENIZER_FILE,
  ADDED_FILE,
  TOKENIZER_CONFIG_FILE,
];

/**
 * Writes `vocab.json` and `merges.txt` as Hugging Face's CLIP tokenizer reads them.
 * @example
 * await saveVocabulary('models/mine', trainBpe(['a red fox', 'a red flag'], { merges: 8 }));
 */
export async function saveVocabulary(folder: string, vocabulary: BpeVocabulary): Promise<void> {
  const merges = ['#version: 0.2', ...vocabulary.merges.map(([left, right]) => `${left} ${right}`), ''];
  await writeFileAtomic(join(folder, VOCABULARY_FILE), JSON.stringify(Object.fromEntries(vocabulary.ids)) + '\n');
  await writeFileAtomic(join(folder, MERGES_FILE), merges.join('\n'));
  const { added = [] } = vocabulary;
  if (added.length === 0) return;
  const ids = Object.fromEntries(added.map(({ content, id }) => [content, id]));
  await writeFileAtomic(join(folder, ADDED_FILE), JSON.stringify(ids) + '\n');
  const config = { added_tokens_decoder: writeTokenDecoder(added) };
  await writeFileAtomic(join(folder, TOKENIZER_CONFIG_FILE), JSON.stringify(config) + '\n');
}

/**
 * Reads a checkpoint's own vocabulary from its folder: `vocab.json` and `merges.txt`, or `tokenizer.json` where there
 * is no `merges.txt`. The merges define a CLIP vocabulary; the ids that the files state must agree. Tokens that were
 * added to it are in `tokenizer.json`, `tokenizer_config.json` or `added_tokens.json`.
 * @throws UserError naming the file that is missing, damaged or of another kind of tokenizer
 * @example
 * const vocabulary = await loadVocabulary(modelFolder('mini-rn'));
 * show(`${vocabulary.symbols.length} tokens`);
 */
export async function loadVocabulary(folder: string): Promise<BpeVocabulary> {
  requireText(folder, 'the folder of a vocabulary');
  const mergesPath = join(folder, MERGES_FILE);
  const jsonPath = join(folder, TOKENIZER_FILE);
  const hasMerges = existsSync(mergesPath);
  const json = existsSync(jsonPath) ? parseTokenizerJson(await readText(jsonPath), jsonPath) : undefined;
  const idsPath = hasMerges || !json ? join(folder, VOCABULARY_FILE) : jsonPath;
  const source = hasMerges || !json ? mergesPath : jsonPath;
  const merges = hasMerges || !json ? parseMerges(await readText(mergesPath), mergesPath) : json.merges;
  const vocabulary = nameFile(source, () => createVocabulary(merges));
  const added = await readAdded(folder, json?.added ?? [], jsonPath, vocabulary);
  const ids = idsPath === jsonPath && json ? new Map(json.ids) : parseIds(await readText(idsPath), idsPath);
  if (idsPath === jsonPath) for (const { content, id } of json!.added) ids.set(content, id);
  // Older files list added tokens among the others too.
  for (const { content, id } of added) if (ids.get(content) === id) ids.delete(content);
  checkIds(ids, idsPath, vocabulary, source === jsonPath ? 'its merges' : `the merges of ${MERGES_FILE} beside it`);
  return added.length > 0 ? { ...vocabulary, added } : vocabulary;
}

/**
 * The tokens of all files that add some to what the merges make, each once.
 * @throws UserError where they contradict each other
 */
async function readAdded(
  folder: string,
  listed: readonly AddedToken[],
  listPath: string,
  { symbols, ids }: BpeVocabulary,
): Promise<readonly AddedToken[]> {
  const [addedPath, configPath] = [join(folder, ADDED_FILE), join(folder, TOKENIZER_CONFIG_FILE)];
  const sources: [string, readonly AddedToken[]][] = [[listPath, listed]];
  if (existsSync(configPath)) {
    const config = parseJson(await readText(configPath), configPath) as { added_tokens_decoder?: unknown } | null;
    sources.push([configPath, readTokenDecoder(config?.added_tokens_decoder, configPath)]);
  }
  if (existsSync(addedPath))
    sources.push([addedPath, readTokenIds(parseJson(await readText(addedPath), addedPath), addedPath)]);
  const found = new Map<string, AddedToken>();
  const byId = new Map<number, string>();
  for (const [path, tokens] of sources)
    for (const token of tokens) {
      const { content, id } = token;
      if (ids.get(content) === id || found.get(content)?.id === id) continue;
      const other =
        found.get(content)?.id ?? ids.get(content) ?? (byId.has(id) || id < symbols.length ? id : undefined);
      if (other !== undefined)
        throw new UserError(
          `${path} adds the token ${JSON.stringify(content.slice(0, 60))} as ${id}, but ` +
            (other === id ? `${id} is ${JSON.stringify(byId.get(id) ?? symbols[id])}` : `elsewhere it is ${other}`) +
            `; take all files from one model.`,
        );
      found.set(content, token);
      byId.set(id, content);
    }
  return [...found.values()].sort((a, b) => a.id - b.id);
}

/**
 * A tokenizer from a checkpoint's folder, see `loadVocabulary`.
 * @example
 * const tokenizer = await loadTokenizer(modelFolder('mini-rn'), 32);
 * tokenizer.tokenize(['a photo of a cat']); // Int32Array of 32 ids
 */
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
  if (!existsSync(path))
    throw new UserError(
      `${path} is missing; a tokenizer needs ${VOCABULARY_FILE} and ${MERGES_FILE}, or ${TOKENIZER_FILE}.`,
    );
  return (await readFileWithin(path, createReadingBudget(path, 'json'))).toString('utf8');
}

function nameFile<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${path}: ${error.message}`) : error;
  }
}
