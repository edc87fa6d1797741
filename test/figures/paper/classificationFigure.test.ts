import { expect, it } from 'vitest';
import { classificationFigure } from '../../../lib/figures/paper/classificationFigure.js';

const images = (count: number) => ({ count, height: 2, width: 2, pixels: new Uint8Array(count * 12).fill(200) });
const figure = classificationFigure({
  image: images(1),
  imageName: 'mine <b>',
  probabilities: [
    { label: 'cat & dog', probability: 0.75 },
    { label: 'fish', probability: 0.25 },
  ],
  nearest: images(3),
  nearestNames: ['one', 'two', 'three'],
});

it('draws a bar a label, as long as its probability, and every image', () => {
  expect(figure.data[0]).toMatchObject({ x: [0.75, 0.25], y: [0, 1], text: ['75.0%', '25.0%'] });
  expect(figure.layout['yaxis']).toMatchObject({ ticktext: ['cat &amp; dog', 'fish'] });
  expect(figure.layout['images']).toHaveLength(4);
  expect(figure.table).toEqual([
    { label: 'cat & dog', probability: 0.75 },
    { label: 'fish', probability: 0.25 },
  ]);
});

it('takes names as text and not as HTML', () => {
  const texts = (figure.layout['annotations'] as { text: string }[]).map(({ text }) => text);
  expect(texts).toContain('mine &lt;b&gt;');
});
