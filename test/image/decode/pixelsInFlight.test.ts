import { expect, it } from 'vitest';
import { MAX_PIXELS, withPixels } from '../../../lib/image/decode/pixelsInFlight.js';

it('never holds more pixels than one image may have, in the order they came, whatever fails', async () => {
  let [held, most] = [0, 0];
  const started: number[] = [];
  const sizes = [0.4, 0.4, 0.4, 5, 0.1, 1, 0.6, 0.3].map((share) => Math.round(share * MAX_PIXELS));
  const results = await Promise.allSettled(
    sizes.map((size, k) =>
      withPixels(size, async () => {
        started.push(k);
        held += Math.min(size, MAX_PIXELS);
        most = Math.max(most, held);
        await new Promise((resolve) => setTimeout(resolve, 5));
        held -= Math.min(size, MAX_PIXELS);
        if (k % 3 === 0) throw new Error(`fault ${k}`);
        return k;
      }),
    ),
  );
  expect(started).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBeLessThanOrEqual(MAX_PIXELS);
  expect(most).toBeGreaterThan(0.7 * MAX_PIXELS);
  expect(results.map(({ status }) => status === 'rejected')).toEqual(sizes.map((_, k) => k % 3 === 0));
});
