import { createRandom } from 'cliplab';

/**
 * Normal numbers out of a table, for a hundred million of them take minutes to draw.
 * @returns {import('cliplab').Random}
 */
export function quickRandom() {
  const random = createRandom(1);
  const table = Float64Array.from({ length: 65_521 }, () => random.normal());
  let at = 0;
  /** @type {import('cliplab').Random} */
  const quick = { ...random, normal: () => table[at++ % table.length] ?? 0, fork: () => quick };
  return quick;
}
