import { expect, it } from 'vitest';
import type { SourcePicture, TaskSource } from '../../../lib/datasets/suite/taskSource.js';
import { withoutCopies } from '../../../lib/datasets/suite/withoutCopies.js';

const picture = (key: string, label: number, level: number): SourcePicture => ({
  key,
  label,
  pixels: new Uint8Array(12).fill(level),
});
const task = (splits: TaskSource['splits']): TaskSource => ({
  name: 'made-up',
  title: '',
  metric: 'accuracy',
  classNames: ['a', 'b'],
  templates: ['{c}'],
  splits,
  standsIn: '',
  differs: '',
  notes: [],
  credits: [],
});
const keys = (pictures: readonly SourcePicture[]): string[] => pictures.map(({ key }) => key);

it('a picture stays in the part that is looked at last', () => {
  const { splits } = withoutCopies(
    task({
      train: [picture('t1', 0, 1), picture('t2', 0, 2), picture('t3', 1, 3), picture('t4', 1, 3)],
      validation: [picture('v2', 0, 2), picture('v4', 1, 4)],
      test: [picture('x1', 0, 1), picture('x4', 1, 4)],
    }),
  );
  expect(keys(splits.test)).toEqual(['x1', 'x4']);
  expect(keys(splits.validation)).toEqual(['v2']);
  expect(keys(splits.train)).toEqual(['t3']);
});

it('a test picture of two classes is refused', () => {
  const twice = task({ train: [], validation: [], test: [picture('x', 0, 1), picture('y', 1, 1)] });
  expect(() => withoutCopies(twice)).toThrow('made-up: y is also a picture of class a');
});
