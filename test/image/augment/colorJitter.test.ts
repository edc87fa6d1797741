import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import { tf } from '../../../lib/engine/tf.js';
import { colorJitters, jitterColors } from '../../../lib/image/augment/colorJitter.js';

function jittered(colors: readonly number[][], matrices: Float32Array): number[][] {
  return tf.tidy(() => {
    const N = colors.length;
    return jitterColors(tf.tensor4d(colors.flat(), [N, 1, 1, 3]), matrices)
      .reshape([N, 3])
      .arraySync() as number[][];
  });
}

it('white stays white, grays stay gray, and nothing leaves 0..255', () => {
  fc.assert(
    fc.property(fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), (seed, strength) => {
      const matrices = colorJitters(3, strength, createRandom(seed));
      const [white, gray, red] = jittered(
        [
          [255, 255, 255],
          [90, 90, 90],
          [250, 20, 30],
        ],
        matrices,
      ) as [number[], number[], number[]];
      for (const value of white) expect(value).toBeCloseTo(255, 2);
      expect(Math.max(...gray) - Math.min(...gray)).toBeLessThan(1e-2);
      for (const value of red) expect(value >= 0 && value <= 255).toBe(true);
    }),
    { numRuns: 20 },
  );
});

it('strength 0 changes nothing; more strength moves colors further', () => {
  const colors = Array.from({ length: 400 }, () => [200, 40, 60]);
  const moved = (strength: number): number => {
    const changed = jittered(colors, colorJitters(400, strength, createRandom(3)));
    return changed.reduce((sum, rgb) => sum + rgb.reduce((s, v, c) => s + Math.abs(v - colors[0]![c]!), 0), 0) / 1200;
  };
  expect(moved(0)).toBeLessThan(1e-3);
  expect(moved(0.2)).toBeGreaterThan(2);
  expect(moved(0.5)).toBeGreaterThan(1.8 * moved(0.2));
});

it('turns the hue of the ink around the gray axis (Rodrigues), its luma kept', () => {
  const luma = 0.299;
  const rest = [1 - luma, -luma, -luma];
  const cross = [rest[2]! - rest[1]!, rest[0]! - rest[2]!, rest[1]! - rest[0]!]; // (1, 1, 1) x rest
  const draws = [1, 0.5, 0.5]; // the largest angle, saturation and contrast as they are
  const matrices = colorJitters(1, 1, { ...createRandom(1), next: () => draws.shift()! });
  const [cosine, sine] = [Math.cos(Math.PI / 5), Math.sin(Math.PI / 5) / Math.sqrt(3)];
  const [color] = jittered([[155, 255, 255]], matrices); // 100 of red taken away
  color!.forEach((value, k) => {
    const ink = 100 * (luma + cosine * rest[k]! + sine * cross[k]!);
    expect(value).toBeCloseTo(Math.min(255, Math.max(0, 255 - ink)), 2);
  });
});
