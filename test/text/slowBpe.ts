import type { Merge } from '../../lib/text/bpeVocabulary.js';
import { BYTE_SYMBOLS, BYTE_TOKENS } from '../../lib/text/byteSymbols.js';

/** Symbols of a word, one a byte, the last with the word's end. */
export function slowSymbols(word: string): string[] {
  const symbols = Array.from(Buffer.from(word, 'utf8'), (byte) => BYTE_SYMBOLS[BYTE_TOKENS[byte]!]!);
  if (symbols.length > 0) symbols.push(symbols.pop()! + '</w>');
  return symbols;
}

/** Joins every occurrence of a pair, from the left. */
export function slowJoin(symbols: readonly string[], [left, right]: Merge): string[] {
  const joined: string[] = [];
  for (let i = 0; i < symbols.length; i++) {
    if (symbols[i] === left && symbols[i + 1] === right) joined.push(symbols[i++]! + right);
    else joined.push(symbols[i]!);
  }
  return joined;
}

/** Byte pair encoding by applying every merge of the list in turn. */
export function slowEncode(word: string, merges: readonly Merge[]): string[] {
  return merges.reduce<string[]>((symbols, merge) => slowJoin(symbols, merge), slowSymbols(word));
}

/** BPE training that counts every pair of every word again for each merge. */
export function slowTrain(words: readonly string[], mergeCount: number, minFrequency: number): Merge[] {
  let pieces = words.map(slowSymbols);
  const order = [...BYTE_SYMBOLS, ...BYTE_SYMBOLS.map((symbol) => symbol + '</w>')];
  const merges: Merge[] = [];
  while (merges.length < mergeCount) {
    const counts = new Map<string, number>();
    for (const symbols of pieces) {
      for (let i = 0; i + 1 < symbols.length; i++) {
        const pair = `${symbols[i]} ${symbols[i + 1]}`;
        counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
    }
    const rank = ([pair, count]: [string, number]): [number, number, number] => {
      const [left, right] = pair.split(' ') as [string, string];
      return [-count, order.indexOf(left), order.indexOf(right)];
    };
    const [best] = [...counts].sort((a, b) => {
      const [x, y] = [rank(a), rank(b)];
      return x[0] - y[0] || x[1] - y[1] || x[2] - y[2];
    });
    if (best === undefined || best[1] < minFrequency) break;
    const merge = best[0].split(' ') as unknown as Merge;
    merges.push(merge);
    order.push(merge.join(''));
    pieces = pieces.map((symbols) => slowJoin(symbols, merge));
  }
  return merges;
}
