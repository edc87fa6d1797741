import fc from 'fast-check';
import { expect, it } from 'vitest';
import { drawSprite, placeApart, whiteScene } from '../../../lib/datasets/suite/scene.js';
import { createRandom } from '../../../lib/engine/random.js';

it('squares are placed inside the image and apart, the same for the same seed', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 17 }), { maxLength: 8 }), fc.nat(), (sizes, seed) => {
      const places = placeApart(sizes, 64, createRandom(seed));
      expect(places.map(({ size }) => size)).toEqual(sizes);
      expect(placeApart(sizes, 64, createRandom(seed))).toEqual(places);
      const taken = new Set<number>();
      for (const { left, top, size } of places) {
        expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
        expect(Math.max(left, top) + size).toBeLessThanOrEqual(64);
        for (let y = top; y < top + size; y++) for (let x = left; x < left + size; x++) taken.add(64 * y + x);
      }
      expect(taken.size).toBe(sizes.reduce((sum, size) => sum + size * size, 0));
    }),
  );
});

it('what cannot fit is said', () => {
  expect(() => placeApart([40, 40], 64, createRandom(1))).toThrow('no room for 2 squares');
});

it('a sprite is laid over the scene by its alpha and cut off at the edge', () => {
  const scene = whiteScene(2);
  const rgba = Uint8Array.from([0, 0, 0, 255, 0, 0, 0, 51]);
  drawSprite(scene, 2, { width: 2, height: 1, rgba }, 0, 0);
  drawSprite(scene, 2, { width: 2, height: 1, rgba }, -1, 1);
  expect([...scene]).toEqual([0, 0, 0, 204, 204, 204, 204, 204, 204, 255, 255, 255]);
});
