/**
 * The learning rate of step `step` (from 0): a linear warm-up to the peak, then half a cosine down to zero at the last
 * step (paper sec 2.5).
 */
export function cosineSchedule(step: number, peak: number, warmupSteps: number, totalSteps: number): number {
  if (step < warmupSteps) return (peak * (step + 1)) / warmupSteps;
  return 0.5 * peak * (1 + Math.cos((Math.PI * (step - warmupSteps)) / (totalSteps - warmupSteps)));
}
