import { createTokenSplitter } from './addedTokens.js';
import { END_SYMBOL, START_SYMBOL, vocabularySize, WORD_END, type BpeVocabulary } from './bpeVocabulary.js';
import { symbolsToBytes } from './byteSymbols.js';
import { cleanText } from './cleanText.js';
import { createMergeSymbols } from './mergeSymbols.js';
import { asciiWordAt, splitWords } from './splitWords.js';
import type { Tokenizer } from './tokenizer.js';
import { createWordTable, isPlainLetter } from './wordTable.js';
import { requireTexts } from '../io/requireTexts.js';
import { UserError } from '../io/userError.js';

const CACHED_WORDS = 100_000;
/** Longer words are rare and would fill the memory. */
const LONGEST_CACHED_WORD = 64;
const NOT_ASCII = /[^\0-\x7f]/;

/**
 * The paper's lower-cased byte-level BPE (sec 2.4, as openai/CLIP publishes it) over a vocabulary.
 * @param contextLength tokens in a row, at least 2 (77 in the released models)
 * @example
 * const tokenizer = createTokenizer(trainBpe(['a red fox', 'a red flag'], { merges: 8 }), 16);
 * tokenizer.decode(tokenizer.encode('a red flag')); // 'a red flag '
 */
export function createTokenizer(vocabulary: BpeVocabulary, contextLength: number): Tokenizer {
  if (!Number.isInteger(contextLength) || contextLength < 2) {
    throw new UserError(`The context length must be a whole number of at least 2, not ${contextLength}.`);
  }
  const vocabSize = vocabularySize(vocabulary);
  const startToken = vocabulary.ids.get(START_SYMBOL) as number;
  const endToken = vocabulary.ids.get(END_SYMBOL) as number;
  const { added = [] } = vocabulary;
  const splitWritten = createTokenSplitter(added.filter(({ normalized }) => !normalized));
  const splitCleaned = createTokenSplitter(added.filter(({ normalized }) => normalized));
  const addedById = new Map(added.map(({ id, content }) => [id, content]));
  const mergeSymbols = createMergeSymbols(vocabulary);
  const plainWords = createWordTable(mergeSymbols);
  const specials = new Map([
    [START_SYMBOL, [startToken]],
    [END_SYMBOL, [endToken]],
  ]);
  let cache = new Map<string, readonly number[]>(specials);

  const encodeWord = (word: string): readonly number[] => {
    const known = cache.get(word);
    if (known !== undefined) return known;
    const tokens = mergeSymbols(word);
    if (word.length <= LONGEST_CACHED_WORD) {
      if (cache.size >= CACHED_WORDS) cache = new Map<string, readonly number[]>(specials);
      cache.set(word, tokens);
    }
    return tokens;
  };

  const encode = (text: string): number[] => {
    if (typeof text !== 'string') {
      throw new UserError(`A text must be a string, not ${text === null ? 'null' : typeof text}.`);
    }
    const tokens: number[] = [];
    for (const piece of splitWritten(text)) {
      if (typeof piece !== 'string') tokens.push(piece.id);
      else
        for (const part of splitCleaned(cleanText(piece)))
          if (typeof part === 'string') encodeCleaned(part, tokens);
          else tokens.push(part.id);
    }
    return tokens;
  };

  /** Appends the ids of cleaned text. */
  const encodeCleaned = (cleaned: string, tokens: number[]): void => {
    const append = (word: string): void => {
      for (const token of encodeWord(word)) tokens.push(token);
    };
    if (NOT_ASCII.test(cleaned)) {
      splitWords(cleaned).forEach(append);
      return;
    }
    for (let at = 0; at < cleaned.length;) {
      if (isPlainLetter(cleaned, at)) {
        at = plainWords.append(cleaned, at, tokens);
        continue;
      }
      const word = asciiWordAt(cleaned, at);
      if (word !== undefined) append(word);
      at += word?.length ?? 1;
    }
  };

  const decode = (ids: ArrayLike<number>): string => {
    let text = '';
    let symbols = '';
    // "</w>" is made of printable bytes, so it can be replaced after the bytes are text again, as the original does.
    const flush = (): void => {
      const bytes = symbolsToBytes(symbols) as Uint8Array;
      text += new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).replaceAll(WORD_END, ' ');
      symbols = '';
    };
    for (const id of Array.from(ids)) {
      const symbol = vocabulary.symbols[id];
      const content = addedById.get(id);
      if (symbol !== undefined) symbols += symbol;
      else if (content !== undefined) {
        flush();
        text += content + ' ';
      } else throw new UserError(`Token ${id} is outside the vocabulary of ${vocabSize} tokens.`);
    }
    flush();
    return text;
  };

  const refuse = (row: number, ids: readonly number[]): never => {
    const kept = decode(ids.slice(0, contextLength - 2)).trim();
    const cut = decode(ids.slice(contextLength - 2)).trim();
    throw new UserError(
      `Text ${row + 1} has ${ids.length + 2} tokens with its start and end, but the context holds ${contextLength}: ` +
        `"${kept.length > 60 ? '…' : ''}${kept.slice(-60)}" would stay and "${cut.slice(0, 60)}${cut.length > 60 ? '…' : ''}" ` +
        `be cut; shorten it or pass truncate: true.`,
    );
  };

  return {
    vocabSize,
    contextLength,
    startToken,
    endToken,
    encode,
    decode,
    tokenize(texts, { truncate = true } = {}) {
      requireTexts(texts, 'the texts', 0);
      const rows = new Int32Array(texts.length * contextLength); // [N, L]
      texts.forEach((text, row) => {
        const ids = encode(text);
        if (ids.length > contextLength - 2 && !truncate) refuse(row, ids);
        const kept = Math.min(ids.length, contextLength - 2);
        let at = row * contextLength;
        rows[at++] = startToken;
        for (let k = 0; k < kept; k++) rows[at++] = ids[k]!;
        rows[at] = endToken;
      });
      return rows;
    },
  };
}
