import type { Random } from '../../engine/random.js';
import { balancePairs } from './balancePairs.js';
import { bigramQueries, captionBigrams } from './bigramQueries.js';
import type { Candidate } from './candidates.js';
import { captionWords } from './iconWords.js';
import { queryList } from './queryList.js';

/** Which candidates become pairs. */
export interface SelectPairsOptions {
  /** At most so many pairs are collected by one query. */
  readonly perQuery: number;
  /** A word is a query when at least so many designers use it. */
  readonly minAuthors: number;
  /** Pairs of words with at least so much pointwise mutual information are queries too. */
  readonly bigramBits: number;
  /** Of one set's drawings of one name (weights, sizes, styles), at most so many. */
  readonly perName: number;
  /** The share kept of emoji drawn in a skin tone: five copies of each would crowd out the rest. */
  readonly skinToneShare: number;
}

/** Why pairs were left out, counted in this order. */
export interface RemovedPairs {
  /** Pixel for pixel an image of a held-out set. */
  heldOutImage: number;
  /** Pixel for pixel an image of a validation set (counted for training only). */
  validationImage: number;
  skinTone: number;
  /** The same pixels with the same caption as a pair already kept. */
  duplicate: number;
  noQuery: number;
  perName: number;
  balance: number;
}

export interface ChosenPair extends Candidate {
  /** The query that collected it. */
  readonly query: string;
}

/** The pairs that are kept, by split, and how many were left out for what. */
export interface PairSelection {
  /** In seeded random order. */
  readonly train: readonly ChosenPair[];
  readonly validation: readonly ChosenPair[];
  readonly removed: { readonly train: RemovedPairs; readonly validation: RemovedPairs };
  /** Words, and the bigrams after them. */
  readonly queries: ReadonlySet<string>;
  /** The bigrams among the queries, with their mutual information in bits, highest first. */
  readonly bigrams: ReadonlyMap<string, number>;
}

/**
 * Chooses the pairs of both splits. The order of `candidates` does not matter, the random source's seed does.
 * `vocabulary` are words that are queries however few designers use them.
 */
export function selectPairs(
  candidates: readonly Candidate[],
  options: SelectPairsOptions,
  vocabulary: ReadonlySet<string>,
  random: Random,
): PairSelection {
  const of = (split: Candidate['split']): Candidate[] =>
    candidates.filter((c) => c.split === split).sort((a, b) => (a.id < b.id ? -1 : 1));
  const heldOut = new Set(of('heldout').map((c) => c.pixelHash));
  const validationCandidates = of('validation');
  const trainCandidates = of('train');
  const texts = trainCandidates.map((c) => ({ caption: c.captions[0] ?? '', author: c.author }));
  const { minAuthors, bigramBits } = options;
  const queries = queryList(texts, minAuthors, vocabulary);
  const bigrams = bigramQueries(texts, { minAuthors, minBits: bigramBits });
  for (const [bigram] of bigrams) queries.add(bigram);
  const validation = selectSplit(validationCandidates, options, random.fork('validation'), heldOut, new Set());
  const validationImages = new Set(validationCandidates.map((c) => c.pixelHash));
  const train = selectSplit(trainCandidates, options, random.fork('train'), heldOut, validationImages, queries);
  return {
    train: train.pairs,
    validation: validation.pairs,
    removed: { train: train.removed, validation: validation.removed },
    queries,
    bigrams: new Map(bigrams),
  };
}

/** With `queries` the split is balanced over them; without, every candidate that is not a copy is taken. */
function selectSplit(
  candidates: Candidate[],
  { perQuery, perName, skinToneShare }: SelectPairsOptions,
  random: Random,
  heldOut: ReadonlySet<string>,
  validationImages: ReadonlySet<string>,
  queries?: ReadonlySet<string>,
): { pairs: ChosenPair[]; removed: RemovedPairs } {
  const removed: RemovedPairs = {
    heldOutImage: 0,
    validationImage: 0,
    skinTone: 0,
    duplicate: 0,
    noQuery: 0,
    perName: 0,
    balance: 0,
  };
  const seen = new Set<string>();
  const drawings = new Map<string, number>();
  const remaining = random.shuffle(candidates).filter((c) => {
    const caption = c.captions[0] ?? '';
    const copy = `${c.pixelHash} ${caption}`;
    const drawing = `${c.set.prefix} ${caption}`;
    const reason = heldOut.has(c.pixelHash)
      ? 'heldOutImage'
      : validationImages.has(c.pixelHash)
        ? 'validationImage'
        : isSkinTone(c.name) && random.next() >= skinToneShare
          ? 'skinTone'
          : seen.has(copy)
            ? 'duplicate'
            : queriesOf(caption, queries).length === 0
              ? 'noQuery'
              : (drawings.get(drawing) ?? 0) >= perName
                ? 'perName'
                : undefined;
    if (reason) {
      removed[reason]++;
      return false;
    }
    seen.add(copy);
    drawings.set(drawing, (drawings.get(drawing) ?? 0) + 1);
    return true;
  });
  const words = remaining.map((c) => queriesOf(c.captions[0]!, queries));
  const collectedBy = balancePairs(words, queries ? perQuery : Infinity);
  const pairs = remaining.flatMap((candidate, k) => {
    const query = collectedBy[k];
    return query === undefined ? [] : [{ ...candidate, query }];
  });
  removed.balance = remaining.length - pairs.length;
  return { pairs, removed };
}

/** The queries that a caption meets; without a list every word of it. */
export function queriesOf(caption: string, queries?: ReadonlySet<string>): string[] {
  const words = captionWords(caption);
  return queries ? [...words, ...captionBigrams(caption)].filter((text) => queries.has(text)) : words;
}

/** Emoji sets name a tone "...-light-skin-tone", and in older names "...-tone1". */
export function isSkinTone(name: string): boolean {
  return /-skin-tone|-tone[1-5]\b/.test(`-${name}`);
}
