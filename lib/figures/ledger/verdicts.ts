/** What a measurement says of a claim. */
export type Verdict = 'holds here' | 'does not hold here' | 'cannot tell here' | 'needs the released weights';
export const VERDICTS: readonly Verdict[] = [
  'holds here',
  'does not hold here',
  'cannot tell here',
  'needs the released weights',
];
