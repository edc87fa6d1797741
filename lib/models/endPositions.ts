import type { Tensor2D } from '../engine/tf.js';

/**
 * Where each text of tokens [N, L] ends: the first position of its largest token id, which the end token is. What lies behind is
 * padding, whatever its id: 0 is also a word's.
 */
export function endPositions(tokens: Tensor2D): number[] {
  const ids = tokens.dataSync<'int32'>();
  const [N, L] = tokens.shape;
  return Array.from({ length: N }, (_, n) => {
    const row = ids.subarray(n * L, (n + 1) * L);
    return row.indexOf(row.reduce((a, b) => Math.max(a, b)));
  });
}
