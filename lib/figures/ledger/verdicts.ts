/** What a measurement says of a claim. */
export const VERDICTS = ['holds here', 'does not hold here', 'needs the released weights'] as const;
export type Verdict = (typeof VERDICTS)[number];
