import { sha256 } from '../../io/sha256.js';

/**
 * The images of each class in an order that only their keys and a word decide, by the SHA-256 of "word key": the same
 * on every machine, in any tool, and whatever order or model they come in. @returns positions by class
 */
export function classOrder(keys: readonly string[], labels: Int32Array, word: string): number[][] {
  const ranked = keys.map((key, position) => ({ position, rank: sha256(`${word} ${key}`) }));
  ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const classes: number[][] = [];
  for (const { position } of ranked) (classes[labels[position]!] ??= []).push(position);
  return Array.from(classes, (positions) => positions ?? []);
}
