/**
 * Byte pair encoding as it is first written: for every word, look for the best pair among all, join it everywhere, and
 * start over. Nothing is remembered from word to word.
 * @param {import('cliplab').BpeVocabulary} vocabulary
 * @returns {(symbols: readonly string[]) => number[]} from the symbols of a word's bytes to token ids
 */
export function naiveBpe({ merges, ids }) {
  const ranks = new Map(merges.map((merge, rank) => [merge.join(' '), rank]));
  return (symbols) => {
    let word = [...symbols];
    for (;;) {
      let best = Infinity;
      for (let k = 0; k + 1 < word.length; k++)
        best = Math.min(best, ranks.get(`${word[k]} ${word[k + 1]}`) ?? Infinity);
      const merge = merges[best];
      if (!merge) return word.map((symbol) => ids.get(symbol) ?? -1);
      const [left, right] = merge;
      /** @type {string[]} */
      const joined = [];
      for (let k = 0; k < word.length; k++) {
        if (word[k] === left && word[k + 1] === right) (joined.push(left + right), k++);
        else joined.push(word[k] ?? '');
      }
      word = joined;
    }
  };
}
