/** A value on an axis with what stands beside it, in pixels. */
export interface Beside {
  /** In the axis' unit: the logarithm where that is logarithmic. */
  readonly value: number;
  readonly before?: number;
  readonly after?: number;
}

/** Of the plot's width, what is kept for the values themselves where texts beside them would take it all. */
const LEAST = 0.1;

/** What is drawn from end to end has nothing beside it. */
const withEnds = (beside: readonly Beside[], [low, high]: readonly [number, number]): Beside[] => [
  ...beside,
  { value: low },
  { value: high > low ? high : low + 1 },
];

/**
 * How much of an axis a pixel has to be so that what stands beside its values is inside a plot of so many pixels. Of
 * any two values, one at each end, what lies between has the pixels that their texts leave: the least there is decides.
 */
export function unitsPerPixel(beside: readonly Beside[], ends: readonly [number, number], width: number): number {
  const all = withEnds(beside, ends);
  let most = 0;
  for (const { value: first, before = 0 } of all)
    for (const { value: last, after = 0 } of all)
      most = Math.max(most, (last - first) / Math.max(LEAST * width, width - before - after));
  return most;
}

/**
 * From where to where an axis must reach so that what stands beside its values is inside the plot.
 * @param ends of what is drawn @param width of the plot, pixels @param perPixel at least as many units
 */
export function axisReach(
  beside: readonly Beside[],
  ends: readonly [number, number],
  width: number,
  perPixel: number = unitsPerPixel(beside, ends, width),
): [number, number] {
  const from = Math.min(...withEnds(beside, ends).map(({ value, before = 0 }) => value - before * perPixel));
  return [from, from + width * perPixel];
}
