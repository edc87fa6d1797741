import { expect, it } from 'vitest';
import { UserError } from '../../lib/io/userError.js';
import { selectImages } from '../../lib/image/selectImages.js';

const images = { count: 3, height: 1, width: 2, pixels: Uint8Array.from({ length: 18 }, (_, k) => k) };

it('takes the images asked for, in order, as often as asked', () => {
  const picked = selectImages(images, [2, 0, 2]);
  expect(picked.count).toBe(3);
  expect([...picked.pixels]).toEqual([12, 13, 14, 15, 16, 17, 0, 1, 2, 3, 4, 5, 12, 13, 14, 15, 16, 17]);
});

it('refuses an image that is not there', () => {
  expect(() => selectImages(images, [3])).toThrow('image 3 is not one of the 3');
  expect(() => selectImages(images, [-1])).toThrow(UserError);
});
