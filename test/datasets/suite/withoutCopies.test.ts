import { expect, it } from 'vitest';
import type { SourceImage, TaskSource } from '../../../lib/datasets/suite/taskSource.js';
import { withoutCopies } from '../../../lib/datasets/suite/withoutCopies.js';

const image = (key: string, label: number, level: number): SourceImage => ({
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
  standsInTitle: '',
  differs: '',
  notes: [],
  credits: [],
});
const keys = (images: readonly SourceImage[]): string[] => images.map(({ key }) => key);

it('an image stays in the part that is looked at last', () => {
  const { splits } = withoutCopies(
    task({
      train: [image('t1', 0, 1), image('t2', 0, 2), image('t3', 1, 3), image('t4', 1, 3)],
      validation: [image('v2', 0, 2), image('v4', 1, 4)],
      test: [image('x1', 0, 1), image('x4', 1, 4)],
    }),
  );
  expect(keys(splits.test)).toEqual(['x1', 'x4']);
  expect(keys(splits.validation)).toEqual(['v2']);
  expect(keys(splits.train)).toEqual(['t3']);
});

it('a test image of two classes is refused', () => {
  const twice = task({ train: [], validation: [], test: [image('x', 0, 1), image('y', 1, 1)] });
  expect(() => withoutCopies(twice)).toThrow('made-up: y is also an image of class a');
});
