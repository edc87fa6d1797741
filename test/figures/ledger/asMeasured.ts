import type { Claim, MeasuredClaim } from '../../../lib/figures/ledger/claims.js';

/** A claim that no statement of the paper has. */
export const someClaim = (id: string, changes: Partial<Claim> = {}): Claim => ({
  id,
  notebook: id.split('.')[0]!,
  claim: 'It works.',
  source: 'sec 0',
  quote: 'It works well.',
  published: '2 %',
  holdsWhen: 'the whole interval is above 0',
  measured: '1 %',
  verdict: 'holds here',
  note: '',
  ...changes,
});

/** A claim as a notebook hands it over. */
export function asMeasured({ notebook: _, ...measured }: Claim): MeasuredClaim {
  return measured;
}
