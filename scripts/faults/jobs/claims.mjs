import { join } from 'node:path';
import { recordClaim } from '../../../lib/dist/figures/ledger/claims.js';

/** Claims recorded one after the other, and some at once. */
export default async function prepare() {
  return async (/** @type {string} */ folder) => {
    const record = (/** @type {number} */ k) =>
      recordClaim(
        {
          id: `tour.${String(k).padStart(3, '0')}`,
          claim: 'It works. '.repeat(500),
          published: '1 %',
          measured: '2 %',
          source: 'sec 0',
          quote: 'It works well.',
          holdsWhen: 'above 0',
          verdict: 'holds here',
        },
        join(folder, 'claims.json'),
      );
    for (let k = 0; k < 60; k += 4) {
      await record(k);
      await Promise.all([1, 2, 3].map((more) => record(k + more)));
    }
  };
}
