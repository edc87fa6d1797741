import { expect } from 'vitest';

/** Every byte within `tolerance` of the expected one; says where it is not. */
export function expectBytes(actual: Uint8Array, expected: Uint8Array, tolerance = 0): void {
  expect(actual.length, 'bytes').toBe(expected.length);
  let worst = 0;
  let at = 0;
  for (let k = 0; k < expected.length; k++) {
    const error = Math.abs(actual[k]! - expected[k]!);
    if (error > worst) [worst, at] = [error, k];
  }
  expect(worst, `byte ${at} is ${actual[at]}, expected ${expected[at]}`).toBeLessThanOrEqual(tolerance);
}
