import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createVocabulary, type BpeVocabulary, type Merge } from './bpeVocabulary.js';
import { createTokenizer } from './createTokenizer.js';
import type { Tokenizer } from './tokenizer.js';
import { UserError } from '../io/userError.js';
import { writeFileAtomic } from '../io/writeFileAtomic.js';

const VOCABULARY_FILE = 'vocab.json';
const MERGES_FILE = 'merges.txt';

/** Writes `vocab.json` and `merges.txt` as Hugging Face's CLIP tokenizer reads them. */
export async function saveVocabulary(folder: string, vocabulary: BpeVocabulary): Promise<void> {
  const merges = ['#version: 0.2', ...vocabulary.merges.map(([left, right]) => `${left} ${right}`), ''];
  await writeFileAtomic(join(folder, VOCABULARY_FILE), JSON.stringify(Object.fromEntries(vocabulary.ids)) + '\n');
  await writeFileAtomic(join(folder, MERGES_FILE), merges.join('\n'));
}

/**
 * Reads `vocab.json` and `merges.txt` from a folder. The merges alone define a CLIP vocabulary; the other file must agree.
 * @throws UserError naming the file that is missing, damaged or of another kind of tokenizer
 */
export async function loadVocabulary(folder: string): Promise<BpeVocabulary> {
  const mergesPath = join(folder, MERGES_FILE);
  const vocabularyPath = join(folder, VOCABULARY_FILE);
  const merges = parseMerges(await readText(mergesPath), mergesPath);
  const vocabulary = nameFile(mergesPath, () => createVocabulary(merges));
  checkIds(await readText(vocabularyPath), vocabularyPath, vocabulary);
  return vocabulary;
}

/** A tokenizer from a folder with `vocab.json` and `merges.txt`. */
export async function loadTokenizer(folder: string, contextLength: number): Promise<Tokenizer> {
  return createTokenizer(await loadVocabulary(folder), contextLength);
}

/** The merges in the text of a `merges.txt`: a pair of symbols a line, after an optional "#version" line. */
export function parseMerges(text: string, path: string): Merge[] {
  const lines = text.split('\n');
  if (lines[0]?.startsWith('#version')) lines.shift();
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, k) => {
    const [left, right, ...rest] = line.replace(/\r$/, '').split(' ');
    if (!left || !right || rest.length > 0) {
      throw new UserError(
        `${path} is damaged: merge ${k + 1} should be two symbols with a blank between, not "${line.slice(0, 40)}".`,
      );
    }
    return [left, right];
  });
}

function checkIds(text: string, path: string, vocabulary: BpeVocabulary): void {
  const ids = parseIds(text, path);
  if (ids.size !== vocabulary.ids.size) {
    throw new UserError(
      `${path} holds ${ids.size} tokens, but ${MERGES_FILE} beside it makes ${vocabulary.ids.size}; take both from one model.`,
    );
  }
  for (const [symbol, id] of vocabulary.ids) {
    if (ids.get(symbol) !== id) {
      throw new UserError(
        `${path} gives "${symbol}" the id ${JSON.stringify(ids.get(symbol)) ?? 'none'}, but ${MERGES_FILE} beside it makes it ${id}; take both from one model.`,
      );
    }
  }
}

function parseIds(text: string, path: string): Map<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UserError(`${path} is damaged: it is not JSON; fetch or write it again.`);
  }
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
      `${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}); a tokenizer needs ${VOCABULARY_FILE} and ${MERGES_FILE}.`,
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
