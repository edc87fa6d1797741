import type { AuthoredCaption } from './queryList.js';

export interface BigramOptions {
  /** Designers who must use a pair of words. */
  readonly minAuthors: number;
  /** Least pointwise mutual information, in bits. */
  readonly minBits: number;
}

/**
 * Pairs of neighboring words that occur together far more often than their words apart would have it: "hot dog", "palm
 * tree". The paper's query list has "all bi-grams with high pointwise mutual information" of Wikipedia (sec 2.2); here
 * of the captions, where at least `minAuthors` designers use them.
 * @returns bigram -> log2(P(a b) / (P(a) P(b))), the highest first, then by alphabet
 */
export function bigramQueries(captions: Iterable<AuthoredCaption>, options: BigramOptions): Map<string, number> {
  const words = new Map<string, number>();
  const bigrams = new Map<string, { count: number; authors: Set<string> }>();
  let wordTotal = 0;
  let bigramTotal = 0;
  for (const { caption, author } of captions) {
    for (const word of captionSequence(caption)) {
      words.set(word, (words.get(word) ?? 0) + 1);
      wordTotal++;
    }
    for (const bigram of captionBigrams(caption)) {
      const known = bigrams.get(bigram);
      if (known) {
        known.count++;
        known.authors.add(author);
      } else bigrams.set(bigram, { count: 1, authors: new Set([author]) });
      bigramTotal++;
    }
  }
  const informative: [string, number][] = [];
  for (const [bigram, { count, authors }] of bigrams) {
    if (authors.size < options.minAuthors) continue;
    const [first, second] = bigram.split(' ') as [string, string];
    const apart = (words.get(first)! / wordTotal) * (words.get(second)! / wordTotal);
    const bits = Math.log2(count / bigramTotal / apart);
    if (bits >= options.minBits) informative.push([bigram, bits]);
  }
  return new Map(informative.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
}

/** The distinct pairs of neighboring words of a caption: "hot dog stand" -> "hot dog", "dog stand". */
export function captionBigrams(caption: string): string[] {
  const words = captionSequence(caption);
  return [...new Set(words.slice(1).map((word, k) => `${words[k]!} ${word}`))];
}

/** The words in order, repeated ones too. Numbers join nothing: "arrow 2" is a drawing's counter. */
function captionSequence(caption: string): string[] {
  return (caption.toLowerCase().match(/[a-z0-9]+/g) ?? []).filter((word) => !/^\d+$/.test(word));
}
