import {
  createVocabulary,
  END_SYMBOL,
  START_SYMBOL,
  WORD_END,
  type BpeVocabulary,
  type Merge,
} from './bpeVocabulary.js';
import { requireWhole } from '../io/requireWhole.js';
import { told } from '../io/told.js';
import { UserError } from '../io/userError.js';
import { BYTE_SYMBOLS } from './byteSymbols.js';
import { cleanText } from './cleanText.js';
import { byteTokens } from './mergeSymbols.js';
import { createPairQueue } from './pairQueue.js';
import { splitWords } from './splitWords.js';

/** How much `trainBpe` learns. */
export interface TrainBpeOptions {
  /** Merges to learn; fewer come out when no pair is frequent enough. */
  readonly merges: number;
  /** A pair seen fewer times is not merged. Default 2. */
  readonly minFrequency?: number;
}

/** How often each word occurs in the captions, cleaned and cut as the tokenizer does it. */
export function countWords(captions: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  if (typeof captions === 'string' || typeof captions?.[Symbol.iterator] !== 'function')
    throw new UserError(`the captions are ${told(captions)}, expected a list of strings such as ["a dog", "a cat"].`);
  for (const caption of captions) {
    for (const word of splitWords(cleanText(caption))) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  counts.delete(START_SYMBOL);
  counts.delete(END_SYMBOL);
  return counts;
}

/**
 * Learns a byte-level BPE from captions: again and again the most frequent pair of neighboring symbols becomes a
 * symbol. Counts are updated only around the places that change. Equal counts are settled by the order of the
 * vocabulary, left symbol first, so the result depends on the captions alone.
 * @throws UserError where the captions are no list of strings, or an option is no whole number
 * @example
 * const { pairs } = await suitePairs();
 * const vocabulary = trainBpe(pairs.captions.flat(), { merges: 1024, minFrequency: 2 });
 * vocabulary.merges[0]; // the most frequent pair of symbols
 */
export function trainBpe(captions: Iterable<string>, { merges, minFrequency = 2 }: TrainBpeOptions): BpeVocabulary {
  requireWhole(merges, 'the number of merges', 0);
  requireWhole(minFrequency, 'the least frequency', 1);
  const symbols = [...BYTE_SYMBOLS, ...BYTE_SYMBOLS.map((symbol) => symbol + WORD_END)];
  const limit = symbols.length + merges;
  const words: number[][] = [];
  const frequencies: number[] = [];
  for (const [word, count] of countWords(captions)) {
    words.push(byteTokens(word));
    frequencies.push(count);
  }

  const pairs = createPairQueue(limit);
  words.forEach((word, w) => {
    for (let i = 0; i + 1 < word.length; i++) {
      pairs.add(word[i] as number, word[i + 1] as number, frequencies[w] as number, w);
    }
  });

  const learned: Merge[] = [];
  while (learned.length < merges) {
    const best = pairs.takeBest();
    if (best === undefined || best.count < minFrequency) break;
    const { left, right } = best;
    const merged = symbols.length;
    learned.push([symbols[left] as string, symbols[right] as string]);
    symbols.push((symbols[left] as string) + (symbols[right] as string));
    for (const w of best.words) mergeInWord(words[w] as number[], left, right, merged, frequencies[w] as number, w);
    pairs.delete(left, right);
  }
  return createVocabulary(learned);

  /** Replaces the pair in one word, in place, and moves the counts of the pairs beside it. */
  function mergeInWord(
    word: number[],
    left: number,
    right: number,
    merged: number,
    frequency: number,
    w: number,
  ): void {
    let kept = 0;
    for (let i = 0; i < word.length; i++) {
      if (word[i] !== left || word[i + 1] !== right) {
        word[kept++] = word[i] as number;
        continue;
      }
      const before = kept > 0 ? word[kept - 1] : undefined;
      const after = word[i + 2];
      if (before !== undefined) {
        pairs.add(before, left, -frequency, w);
        pairs.add(before, merged, frequency, w);
      }
      if (after !== undefined) {
        pairs.add(right, after, -frequency, w);
        pairs.add(merged, after, frequency, w);
      }
      word[kept++] = merged;
      i++;
    }
    word.length = kept;
  }
}
