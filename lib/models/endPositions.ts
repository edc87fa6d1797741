import type { Tensor2D } from '../engine/tf.js';
import { UserError } from '../io/userError.js';

/**
 * Where each text of tokens [N, L] ends: the first position of the end token, or where none is given of its largest
 * token id, which the end token is unless tokens were added behind it. What lies behind is padding, whatever its id: 0
 * is also a word's.
 * @throws UserError naming the text that has no end token
 */
export function endPositions(tokens: Tensor2D, endToken?: number): number[] {
  const ids = tokens.dataSync<'int32'>();
  const [N, L] = tokens.shape;
  return Array.from({ length: N }, (_, n) => {
    const row = ids.subarray(n * L, (n + 1) * L);
    const at = row.indexOf(endToken ?? row.reduce((a, b) => Math.max(a, b)));
    if (at < 0)
      throw new UserError(`text ${n + 1} has no end token (${endToken}); tokenize it with the model's own tokenizer.`);
    return at;
  });
}
