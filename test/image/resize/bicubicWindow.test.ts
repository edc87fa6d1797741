import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bicubicWindow, type ResizedAxis } from '../../../lib/image/resize/bicubicWindow.js';
import { createRandom } from '../../../lib/engine/random.js';
import { slowResize } from './slowResize.js';

const side = fc.integer({ min: 1, max: 40 });
const axis = fc
  .integer({ min: 1, max: 30 })
  .chain((size) => fc.record({ size: fc.constant(size), from: fc.integer({ min: 0, max: size - 1 }) }))
  .chain(({ size, from }) =>
    fc.record({ size: fc.constant(size), begin: fc.constant(from), count: fc.integer({ min: 1, max: size - from }) }),
  );

it('a window is that part of the whole image resized sample by sample', () => {
  fc.assert(
    fc.property(
      side,
      side,
      fc.constantFrom(1, 3, 4),
      axis,
      axis,
      fc.integer(),
      (height, width, channels, down, across, seed) => {
        const random = createRandom(seed);
        // Extreme levels, so that the cubic overshoots on both sides.
        const samples = Uint8Array.from({ length: height * width * channels }, () => {
          const u = random.next();
          return u < 0.4 ? 0 : u > 0.6 ? 255 : Math.floor(256 * random.next());
        });
        const grid = { height, width, channels, samples };
        const window = bicubicWindow(grid, down, across);
        expect([window.height, window.width, window.channels]).toEqual([down.count, across.count, channels]);
        const whole = slowResize(grid, down.size, across.size);
        expect([...window.samples]).toEqual(cut(whole.samples, whole.width * channels, down, across, channels));
      },
    ),
    { numRuns: 150 },
  );
});

function cut(samples: Uint8Array, stride: number, down: ResizedAxis, across: ResizedAxis, channels: number): number[] {
  return Array.from({ length: down.count }, (_, y) => {
    const from = (down.begin + y) * stride + across.begin * channels;
    return [...samples.subarray(from, from + across.count * channels)];
  }).flat();
}

it.each([
  [3001, 1, 2, 1],
  [1, 2500, 3, 4],
  [70_000, 1, 1, 1],
  [600, 700, 5, 3],
])('%i x %i shrunk far, in parts and with thousands of taps', (height, width, size, channels) => {
  const random = createRandom(7);
  const samples = Uint8Array.from({ length: height * width * channels }, () => 256 * random.next());
  const grid = { height, width, channels, samples };
  const axis = { size, begin: 0, count: size };
  expect([...bicubicWindow(grid, axis, axis).samples]).toEqual([...slowResize(grid, size, size).samples]);
});

it('a flat image stays flat at any size', () => {
  fc.assert(
    fc.property(side, axis, axis, fc.integer({ min: 0, max: 255 }), (length, down, across, level) => {
      const grid = { height: length, width: 7, channels: 1, samples: new Uint8Array(7 * length).fill(level) };
      expect(bicubicWindow(grid, down, across).samples.every((sample) => sample === level)).toBe(true);
    }),
  );
});
