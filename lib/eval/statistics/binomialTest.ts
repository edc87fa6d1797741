import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';
import { requireCount } from './requireCount.js';
import { requireProbability } from './requireProbability.js';

/** Which outcomes count as at least as extreme as the one seen. */
export type Tail = 'greater' | 'less';

/**
 * The one-sided binomial test, exact: how probable `correct` or more (`greater`), or `correct` or fewer (`less`), of
 * `total` trials are where each succeeds with probability `share`. The paper asks it of the overlapping images with the
 * clean accuracy as `share` (sec 5). Accurate to 1e-8 of itself far into the tail; below 1e-308 it is 0.
 * @throws UserError unless 0 <= correct <= total are whole numbers and 0 <= share <= 1
 * @example
 * await binomialTest(60, 100, 0.5); // 0.028: that many heads or more of a fair coin
 */
export async function binomialTest(
  correct: number,
  total: number,
  share: number,
  tail: Tail = 'greater',
): Promise<number> {
  requireCount(correct, total);
  requireProbability(share);
  if (tail !== 'greater' && tail !== 'less')
    throw new UserError(`the tail is ${told(tail)}, expected "greater" or "less".`);
  // The library is WebAssembly, compiled when it is first wanted.
  const { compiled, incbet } = await import('cephes');
  await compiled;
  if (tail === 'greater') return correct === 0 ? 1 : incbet(correct, total - correct + 1, share);
  return correct === total ? 1 : incbet(total - correct, correct + 1, 1 - share);
}
