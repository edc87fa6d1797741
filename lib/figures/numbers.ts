/** A share as percent: 0.1234 is "12.3 %". */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** A difference with its sign: -1.23 is "−1.2". */
export const signed = (difference: number): string => `${difference < 0 ? '−' : '+'}${Math.abs(difference).toFixed(1)}`;
