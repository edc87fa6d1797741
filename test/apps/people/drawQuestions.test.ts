import fc from 'fast-check';
import { expect, it } from 'vitest';
import { drawQuestions } from '../../../lib/apps/people/drawQuestions.js';
import { openQuiz } from '../../../lib/apps/people/quiz.js';
import { UserError } from '../../../lib/io/userError.js';

const split = fc.record({
  sizes: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 2, maxLength: 9 }),
  images: fc.integer({ min: 1, max: 40 }),
});
const labelsOf = (sizes: readonly number[]): Int32Array =>
  Int32Array.from(sizes.flatMap((size, c) => new Array<number>(size).fill(c)));

it('asks for no image twice, as often in each round, and of all classes alike', () => {
  fc.assert(
    fc.property(split, ({ sizes, images }) => {
      const labels = labelsOf(sizes);
      if (labels.length === 0) return;
      const rounds = drawQuestions(
        Array.from(labels, (_, k) => `image ${k}`),
        labels,
        images,
      );
      expect(rounds.map(({ shots }) => shots)).toEqual([0, 1, 2]);
      const asked = rounds.flatMap(({ positions }) => positions);
      expect(new Set(asked).size).toBe(asked.length);
      const wanted = Math.min(images, Math.floor(labels.length / 3));
      for (const { positions } of rounds) expect(positions.length).toBe(wanted);
      // A class that has images left is behind no other by more than one turn.
      const taken = sizes.map((_, c) => asked.filter((k) => labels[k] === c).length);
      const most = Math.max(...taken);
      sizes.forEach((size, c) => expect(taken[c]).toBeGreaterThanOrEqual(Math.min(size, most - 1)));
    }),
  );
});

it('heeds keys alone, and no order in which they come', () => {
  const labels = labelsOf([6, 6, 6]);
  const keys = Array.from(labels, (_, k) => `image ${k}`);
  const back = [...keys].reverse();
  const named = (own: readonly string[], of: Int32Array) =>
    drawQuestions(own, of, 4).map(({ positions }) => positions.map((k) => own[k]));
  expect(named(back, Int32Array.from(labels).reverse())).toEqual(named(keys, labels));
});

it('opens a task of the suite with its examples, and says what it cannot ask about', async () => {
  const { rounds, examples, classNames, train } = await openQuiz('faces', 30);
  expect(rounds.map(({ positions }) => positions.length)).toEqual([30, 30, 30]);
  const [one, two] = [examples.get(1)!, examples.get(2)!];
  expect([one.length, two.length]).toEqual([classNames.length, 2 * classNames.length]);
  classNames.forEach((_, c) => {
    expect(train.labels[one[c]!]).toBe(c);
    expect(two[2 * c]).toBe(one[c]); // two are the one and another
  });
  await expect(openQuiz('scenes', 30)).rejects.toThrow('several labels an image');
  await expect(openQuiz('hands', 30)).rejects.toThrow(UserError);
  await expect(openQuiz('faces', 0)).rejects.toThrow('the number of images of a round is 0');
});
