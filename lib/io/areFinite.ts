/**
 * Whether all are finite: zero times anything else is NaN, and so is its sum with others. For features and logits,
 * which are looked through again and again: a loop that sees arrays of one kind takes a nanosecond a number, and one
 * that asks a function of each takes eight.
 * @example areFinite(Float32Array.of(1, Infinity)) // false
 */
export function areFinite(values: Float32Array): boolean {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k]! * 0;
  return sum === 0;
}
