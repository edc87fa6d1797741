import { expect, it } from 'vitest';
import { pairLabels } from '../../lib/train/pairLabels.js';

it('numbers what enough images share by how often they do, and gives the others no label', () => {
  const names = [...Array<string>(12).fill('sun'), ...Array<string>(10).fill('moon'), ...Array<string>(9).fill('star')];
  const captions = Array.from({ length: 100 }, (_, k) => [names[k] ?? `only ${k}`, 'sun']);
  const categories = captions.map((_, k) => (k < 51 ? 'sky' : k < 60 ? 'rare' : ''));
  // As many without a category as make a class: they are still none.
  const half = captions.map((_, k) => (k < 50 ? 'sky' : ''));
  expect(pairLabels(captions, half).category.classes).toBe(1);
  expect(pairLabels(captions, half).category.of[99]).toBe(-1);
  const { name, category } = pairLabels(captions, categories);
  expect(name.classes).toBe(2);
  expect([name.of[0], name.of[11], name.of[12], name.of[21], name.of[22], name.of[99]]).toEqual([0, 0, 1, 1, -1, -1]);
  expect(category.classes).toBe(1);
  expect([category.of[0], category.of[50], category.of[51], category.of[99]]).toEqual([0, 0, -1, -1]);
});
