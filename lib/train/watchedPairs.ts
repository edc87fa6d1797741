import { requireWhole } from '../io/requireWhole.js';
import { pickPairs, type PairSet } from '../datasets/iconwit/pairSet.js';
import { byFrequency } from './byFrequency.js';

/**
 * The pairs whose main caption is among the `names` most frequent ones; equally frequent ones by the alphabet.
 * @throws UserError where `names` is below 1
 */
export function pairsOfCommonNames(pairs: PairSet, names: number): PairSet {
  requireWhole(names, 'the number of names', 1);
  const mains = pairs.captions.map(([main]) => main!);
  const common = new Set(
    byFrequency(mains)
      .slice(0, names)
      .map(([name]) => name),
  );
  return pickPairs(
    pairs,
    [...mains.keys()].filter((k) => common.has(mains[k]!)),
  );
}
