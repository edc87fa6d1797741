import { expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import { tf } from '../../../lib/engine/tf.js';
import { distortImages, type Distortion } from '../../../lib/apps/nearDuplicates/distortImages.js';
import { NEAR_DUPLICATES } from '../../../lib/apps/nearDuplicates/detectorRecipe.js';
import { drawings } from './drawings.js';

const NOTHING: Distortion = {
  scale: [1, 1],
  aspect: 0,
  turnDegrees: 0,
  rescaledTo: [1, 1],
  jpegQuality: [100, 100],
  colorJitter: 0,
};
const images = drawings(40, 48, createRandom(1));

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, k) => sum + Math.abs(value - b[k]!), 0) / a.length;
}

it('of no change it makes the image, but for the JPEG', async () => {
  const copies = await distortImages(images, 48, NOTHING, createRandom(1));
  expect(meanDifference(copies.pixels, images.pixels)).toBeLessThan(4);
});

it.each<[string, Partial<Distortion>]>([
  ['crop', { scale: [0.8, 0.8] }],
  ['aspect', { aspect: 0.3 }],
  ['turn', { turnDegrees: 10 }],
  ['blur', { rescaledTo: [0.4, 0.4] }],
  ['JPEG', { jpegQuality: [5, 5] }],
  ['colors', { colorJitter: 0.5 }],
])('changes the image by its %s', async (_, change) => {
  const plain = await distortImages(images, 48, NOTHING, createRandom(1));
  const changed = await distortImages(images, 48, { ...NOTHING, ...change }, createRandom(1));
  expect(meanDifference(changed.pixels, plain.pixels)).toBeGreaterThan(1);
});

it('a margin is white, and a white image stays white', async () => {
  const black = { ...images, count: 1, pixels: new Uint8Array(48 * 48 * 3) };
  const smaller = await distortImages(black, 48, { ...NOTHING, scale: [1.5, 1.5] }, createRandom(3));
  // 48 / 1.5 = 32 pixels a side stay black.
  const ink = smaller.pixels.filter((value) => value < 128).length / smaller.pixels.length;
  expect(ink).toBeCloseTo((32 / 48) ** 2, 1);
  const white = { ...images, pixels: images.pixels.map(() => 255) };
  const copies = await distortImages(white, 48, NEAR_DUPLICATES.distortion, createRandom(2));
  expect(copies.pixels.every((value) => value >= 254)).toBe(true);
});

it('is the same for the same seed, and frees what it makes', async () => {
  const before = tf.memory().numTensors;
  const first = await distortImages(images, 32, NEAR_DUPLICATES.distortion, createRandom(7));
  const second = await distortImages(images, 32, NEAR_DUPLICATES.distortion, createRandom(7));
  const other = await distortImages(images, 32, NEAR_DUPLICATES.distortion, createRandom(8));
  expect(tf.memory().numTensors).toBe(before);
  expect(first.pixels).toEqual(second.pixels);
  expect(meanDifference(first.pixels, other.pixels)).toBeGreaterThan(2);
});
