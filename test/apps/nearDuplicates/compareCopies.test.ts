import { expect, it } from 'vitest';
import { compareCopies } from '../../../lib/apps/nearDuplicates/compareCopies.js';
import { loadDetector } from '../../../lib/apps/nearDuplicates/detectorFiles.js';
import { NEAR_DUPLICATES } from '../../../lib/apps/nearDuplicates/detectorRecipe.js';
import { distortImages } from '../../../lib/apps/nearDuplicates/distortImages.js';
import { embedWithDetector } from '../../../lib/apps/nearDuplicates/embedWithDetector.js';
import { createRandom } from '../../../lib/engine/random.js';
import { matrixRow } from '../../../lib/eval/matrix.js';
import { drawings } from './drawings.js';

it('each copy is compared with its own image', async () => {
  const { detector } = await loadDetector();
  const images = drawings(5, 64, createRandom(3));
  const { copies, similarities } = await compareCopies(detector, images, createRandom(4));
  expect(copies).toEqual(await distortImages(images, 64, NEAR_DUPLICATES.distortion, createRandom(4)));
  const [own, others] = [await embedWithDetector(detector, images), await embedWithDetector(detector, copies)];
  for (let k = 0; k < 5; k++) {
    const [a, b] = [matrixRow(own, k), matrixRow(others, k)];
    expect(similarities[k]).toBeCloseTo(
      a.reduce((sum, value, j) => sum + value * b[j]!, 0),
      5,
    );
  }
  const gentle = await compareCopies(detector, images, createRandom(4), NEAR_DUPLICATES.takenOver);
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  expect(sum(gentle.similarities)).toBeGreaterThan(sum(similarities));
  detector.dispose();
});
