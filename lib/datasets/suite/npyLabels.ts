import { npyPieces, readNpyVector } from '../../io/npyFile.js';

/**
 * An image's labels as clip-benchmark stores several: a NumPy array of one byte a class, 1 where the class is there.
 */
export function writeNpyLabels(labels: readonly number[], classes: number): Uint8Array {
  const present = new Uint8Array(classes);
  for (const label of labels) present[label] = 1;
  return Buffer.concat([...npyPieces(present, [classes])]);
}

/** What `writeNpyLabels` wrote, one byte a class; undefined for anything else. */
export function readNpyLabels(bytes: Uint8Array, classes: number): Uint8Array | undefined {
  const numbers = readNpyVector(bytes);
  const isSound = numbers?.length === classes && numbers.every((value) => value === 0 || value === 1);
  return isSound && numbers.includes(1) ? Uint8Array.from(numbers) : undefined;
}
