/**
 * Whether a value is a number between two others, which are excluded. Texts, lists and `true`, which compare as numbers
 * do, are none: '' and [] would count as 0.
 * @example isBetween('0.5', 0, 1) // false
 */
export function isBetween(value: unknown, low: number, high: number): value is number {
  return typeof value === 'number' && value > low && value < high;
}
