import type { Claim, MeasuredClaim } from '../../../lib/figures/ledger/claims.js';

/** A claim that holds here, as a notebook hands it over. */
export function asMeasured({ id, claim, published, measured, note }: Claim): MeasuredClaim {
  return { id, claim, published, measured, note, holds: true };
}
