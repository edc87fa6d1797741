import { expect, it } from 'vitest';
import { firstNotFinite } from '../../lib/io/firstNotFinite.js';

it.each([
  [[], -1],
  [[0, -1, 1e308], -1],
  [[0, NaN], 1],
  [[-Infinity, NaN], 0],
  [new Float32Array([1, 2, 1e39]), 2],
])('of %j it is at %i', (values, place) => expect(firstNotFinite(values)).toBe(place));
