import { captionWords } from './iconWords.js';

/** What a query list is made from: a text and whose it is. */
export interface AuthoredCaption {
  readonly caption: string;
  readonly author: string;
}

/**
 * The queries by which pairs are collected: every word that at least `minAuthors` designers use, and every word of
 * `vocabulary`. The paper's list is "all words occurring at least 100 times in the English version of Wikipedia", and
 * all WordNet synsets not among them (sec 2.2). Here the designers are the encyclopaedia, which keeps words of the
 * language and drops names of single brands, and Unicode's annotations of emoji are the dictionary.
 */
export function queryList(
  captions: Iterable<AuthoredCaption>,
  minAuthors: number,
  vocabulary: ReadonlySet<string>,
): Set<string> {
  const authors = new Map<string, Set<string>>();
  for (const { caption, author } of captions) {
    for (const word of captionWords(caption)) {
      const users = authors.get(word);
      if (users) users.add(author);
      else authors.set(word, new Set([author]));
    }
  }
  const used = [...authors].filter(([word, users]) => users.size >= minAuthors || vocabulary.has(word));
  return new Set(used.map(([word]) => word));
}
