/** A function along a line: its value and slope at a step, and whatever belongs to that point. */
export interface LinePoint {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

const CURVATURE = 0.9;
const LONGEST_SEARCH = 30;

/**
 * Where a cubic through two points with their slopes is smallest, kept a tenth of the gap away from both; half-way
 * where there is none, as where a value is infinite.
 */
function cubicMinimum(low: LinePoint, high: LinePoint): number {
  const gap = high.step - low.step;
  const d1 = low.slope + high.slope - (3 * (high.value - low.value)) / gap;
  const d2 = Math.sqrt(d1 * d1 - low.slope * high.slope);
  const share = 1 - (high.slope + d2 - d1) / (high.slope - low.slope + 2 * d2);
  return low.step + gap * (Number.isFinite(share) ? Math.min(Math.max(share, 0.1), 0.9) : 0.5);
}

/** Where the slope would reach zero if it went on changing as it did, 2 to 10 times as far. */
function extrapolate(low: LinePoint, last: LinePoint): number {
  const step = last.step - (last.slope * (last.step - low.step)) / (last.slope - low.slope);
  return step > last.step ? Math.min(Math.max(step, 2 * last.step), 10 * last.step) : 10 * last.step;
}

/**
 * A step to where the slope is at most 0.9 of what it was, either way, and the value no higher but for rounding, found
 * by bracketing from step 1 and cubic interpolation. That is the approximate Wolfe condition (Hager and Zhang, 2005):
 * how far the value falls is not asked, for close to the minimum that drowns in rounding.
 * @param rounding relative error of values
 * @returns undefined when rounding leaves no such step
 */
export function searchLine<Point extends LinePoint>(
  start: LinePoint,
  evaluate: (step: number) => Point,
  rounding: number,
): Point | undefined {
  const slack = rounding * Math.abs(start.value);
  let low: LinePoint = start;
  let high: LinePoint | undefined;
  let step = 1;
  for (let k = 0; k < LONGEST_SEARCH; k++) {
    const point = evaluate(step);
    if (!(point.value <= Math.min(start.value, low.value) + slack)) high = point;
    else if (Math.abs(point.slope) <= -CURVATURE * start.slope) return point;
    else if (point.slope > 0) high = point;
    else {
      if (high === undefined) step = extrapolate(low, point);
      low = point;
    }
    if (high !== undefined) step = cubicMinimum(low, high);
  }
  return undefined;
}
