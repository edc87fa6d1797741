import { expect, it } from 'vitest';
import { accuracyFigure } from '../../lib/figures/paper/accuracyFigure.js';
import { classificationFigure } from '../../lib/figures/paper/classificationFigure.js';
import { confusionFigure } from '../../lib/figures/charts/confusionFigure.js';
import type { Figure } from '../../lib/figures/figure.js';
import { overlapFigure } from '../../lib/figures/paper/overlapFigure.js';
import { pairsFigure } from '../../lib/figures/charts/pairsFigure.js';
import { polysemyFigure } from '../../lib/figures/paper/polysemyFigure.js';
import { predictionsFigure } from '../../lib/figures/paper/predictionsFigure.js';
import { samplesFigure } from '../../lib/figures/charts/samplesFigure.js';
import { computeFigure } from '../../lib/figures/paper/computeFigure.js';
import { dataEfficiencyFigure } from '../../lib/figures/paper/dataEfficiencyFigure.js';
import { difficultyFigure } from '../../lib/figures/paper/difficultyFigure.js';
import { differenceFigure } from '../../lib/figures/paper/differenceFigure.js';
import { fewShotFigure } from '../../lib/figures/paper/fewShotFigure.js';
import { searchTraceFigure } from '../../lib/figures/charts/searchTraceFigure.js';
import { similarityFigure } from '../../lib/figures/paper/similarityFigure.js';
import { trainingFigure } from '../../lib/figures/charts/trainingFigure.js';
import { coloredImages } from './coloredImages.js';
import { complaints } from './validateFigure.js';

const accuracy = { task: 'digits', method: 'zero-shot', accuracy: 0.4, low: 0.3, high: 0.5 };
const grid = { data: Float32Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6), rows: 2, columns: 3 };
const FIGURES: readonly Figure[] = [
  confusionFigure({ classNames: ['cat', 'dog'], labels: [0, 1], predicted: [0, 0], headline: 'half' }),
  polysemyFigure(
    [
      { word: 'bat', prompt: 'bat', means: null, value: 0.4 },
      { word: 'bat', prompt: 'a bat, an animal', means: 'left', value: 0.1 },
      { word: 'bat', prompt: 'a bat, for a sport', means: 'right', value: 0.7 },
    ],
    { images: coloredImages(2), title: 'T' },
  ),
  accuracyFigure(
    [
      { ...accuracy, chance: 0.1 },
      { ...accuracy, method: 'linear probe' },
    ],
    { title: 'Accuracy' },
  ),
  accuracyFigure([accuracy], { name: 'accuracy-of-one' }),
  similarityFigure({
    images: coloredImages(2),
    texts: ['a', 'b', 'c'],
    similarity: grid,
    matches: [1, -1],
    title: 'T',
  }),
  predictionsFigure({
    images: coloredImages(3),
    predictions: [0, 1, 2].map((image) => ({ image, label: 'cat', probability: 0.7, correct: image === 1 })),
    titles: ['one'],
  }),
  pairsFigure({ left: coloredImages(3), right: coloredImages(3), captions: ['x', 'y', 'z'], title: 'P' }),
  overlapFigure(
    [
      { dataset: 'a', series: 'here', share: 0.4, difference: 0.05, low: -0.1, high: 0.2 },
      { dataset: '', series: 'paper', share: 0.02, difference: -0.001 },
    ],
    { measure: 'Overlap minus Clean', title: 'T' },
  ),
  samplesFigure({ images: coloredImages(3), captions: ['x', 'y', 'z'], title: 'S' }),
  trainingFigure([{ pairsSeen: 10, loss: 6 }], { name: 'training-loss' }),
  trainingFigure([{ pairsSeen: 10, loss: 6, accuracy: 0.2 }], { lossAtChance: 6.6, title: 'T' }),
  classificationFigure({
    image: coloredImages(1),
    imageName: 'mine',
    probabilities: [{ label: 'cat', probability: 1 }],
    nearest: coloredImages(2),
    nearestNames: ['a', 'b'],
  }),
  fewShotFigure(
    [0, 1, 2].flatMap((shots) => [
      { series: 'ours', shots, value: 0.4, low: 0.3, high: 0.5 },
      { series: 'CLIP', shots, value: 0.6, published: true },
    ]),
    { measure: 'score', title: 'T' },
  ),
  dataEfficiencyFigure([
    { task: 'digits', examplesPerClass: 3 },
    { task: 'flags', examplesPerClass: null, tried: 2 },
    { task: 'EuroSAT', examplesPerClass: 0.9, published: true },
  ]),
  difficultyFigure(
    [
      { class: 'pug', series: 'CLIP', accuracy: 1 },
      { class: 'pug', series: 'people', accuracy: 0.9 },
    ],
    { title: 'T' },
  ),
  differenceFigure([
    { task: 'digits', points: -20 },
    { task: 'Food101', points: 22.5, published: true },
  ]),
  searchTraceFigure([-2, 0, 2].map((log10C) => ({ series: 's', log10C, score: 0.5, spacingDecades: 2 }))),
  computeFigure(
    [
      { family: 'mini', model: 'mini-rn', gflopsPerImage: 0.05, score: 0.5, low: 0.4, high: 0.6 },
      { family: 'CLIP-ViT', model: 'ViT-B/32', gflopsPerImage: 4.4, score: 0.78, published: true },
    ],
    { measure: 'score' },
  ),
];

it.each(FIGURES)('plotly.js knows every attribute and value of $name', (figure) => {
  expect(complaints(figure)).toEqual([]);
});

it('plotly.js complains of what it does not know', () => {
  const { data, layout } = FIGURES[0]!;
  expect(complaints({ data: [{ ...data[0]!, color: 'red' }], layout })[0]).toContain('color is not part of the schema');
  expect(complaints({ data, layout: { ...layout, width: 2 } })[0]).toContain('width is set to an invalid value');
});
