import { expect, it } from 'vitest';
import { loadDataset } from '../../lib/datasets/loadDataset.js';
import { readImages } from '../../lib/datasets/readImages.js';
import { loadTask } from '../../lib/datasets/suite/loadTask.js';
import { selectImages } from '../../lib/image/selectImages.js';
import { UserError } from '../../lib/io/userError.js';

const { train } = await loadDataset('digits');
const { images } = (await loadTask('digits')).train;

it('reads all images of a split, in more than one batch, as they are stored', async () => {
  expect(images.count).toBeGreaterThan(256);
  const read = await readImages(train);
  expect({ ...read, pixels: undefined }).toEqual({ ...images, pixels: undefined });
  expect(Buffer.compare(read.pixels, images.pixels)).toBe(0);
});

it('reads some of them in the order asked for, one twice', async () => {
  const positions = [7, 0, 7, images.count - 1];
  expect(await readImages(train, positions)).toEqual(selectImages(images, positions));
});

it.each([[[]], [[-1]], [[images.count]], [[0.5]]])('refuses the positions %j', async (positions) => {
  await expect(readImages(train, positions)).rejects.toThrow(UserError);
});
