import { expect, it } from 'vitest';
import { imageKey } from '../../../lib/datasets/suite/imageKey.js';

it('says the source and the name, in what a tar and webdataset take', () => {
  expect(imageKey('noto', 'dog-face')).toBe('noto_dog-face');
  expect(imageKey('stamps', 'animals/big cats/lion_2.b')).toBe('stamps_animals-big-cats-lion-2-b');
});

it('long names stay apart where what is cut off differs', () => {
  const keys = ['x', 'y'].map((end) => imageKey('openclipart', `${'long/'.repeat(40)}${end}`));
  expect(new Set(keys).size).toBe(2);
  for (const key of keys) expect(key).toMatch(/^openclipart_[\w-]{68}$/);
});
