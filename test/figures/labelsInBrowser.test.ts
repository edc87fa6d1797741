import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tasksOfSuite } from '../../lib/datasets/suite/suites.js';
import { createRandom } from '../../lib/engine/random.js';
import { ablationFigure } from '../../lib/figures/paper/ablationFigure.js';
import { accuracyFigure } from '../../lib/figures/paper/accuracyFigure.js';
import { barsFigure } from '../../lib/figures/charts/barsFigure.js';
import { computeFigure } from '../../lib/figures/paper/computeFigure.js';
import { confusionFigure } from '../../lib/figures/charts/confusionFigure.js';
import { correlationFigure } from '../../lib/figures/charts/correlationFigure.js';
import { dataEfficiencyFigure } from '../../lib/figures/paper/dataEfficiencyFigure.js';
import { differenceFigure } from '../../lib/figures/paper/differenceFigure.js';
import { fewShotFigure } from '../../lib/figures/paper/fewShotFigure.js';
import type { Figure } from '../../lib/figures/figure.js';
import { figuresPage } from '../../lib/figures/export/figuresPage.js';
import { SHARED_SCRIPT, sharedScript } from '../../lib/figures/export/pageScript.js';
import { plotlyScriptPath } from '../../lib/figures/export/plotlyScript.js';
import { overlapFigure } from '../../lib/figures/paper/overlapFigure.js';
import { pairsFigure } from '../../lib/figures/charts/pairsFigure.js';
import { polysemyFigure } from '../../lib/figures/paper/polysemyFigure.js';
import { predictionsFigure } from '../../lib/figures/paper/predictionsFigure.js';
import { pretrainingFigure } from '../../lib/figures/paper/pretrainingFigure.js';
import { samplesFigure } from '../../lib/figures/charts/samplesFigure.js';
import { scalingFigure } from '../../lib/figures/paper/scalingFigure.js';
import { searchTraceFigure } from '../../lib/figures/charts/searchTraceFigure.js';
import { similarityFigure } from '../../lib/figures/paper/similarityFigure.js';
import { textWidth } from '../../lib/figures/charts/textWidth.js';
import { trainingFigure } from '../../lib/figures/charts/trainingFigure.js';
import { findBrowser } from '../../scripts/lab/findBrowser.mjs';
import { needs } from '../fixtures/needs.js';
import { coloredImages } from './coloredImages.js';

const executablePath = findBrowser();
const random = createRandom(5);
const share = (low = 0, high = 1): number => low + (high - low) * random.next();

/** The tasks that the paper's figures are drawn over, with the titles that readers see. */
const TASKS = tasksOfSuite('second').map((name) => {
  const path = join(import.meta.dirname, '../../data/suite', name, 'task.json');
  return JSON.parse(readFileSync(path, 'utf8')) as { title: string; standsIn: string; standsInTitle: string };
});
const TITLES = TASKS.map(({ title }) => title);
const PUBLISHED = TASKS.map(({ standsIn }) => standsIn);
const MODELS = ['mini-rn', 'lab-contrastive', 'lab-simclr', 'lab-supervised', 'lab-caption', 'lab-bag-of-words'];
const WORDS = ['mouse', 'bat', 'glasses', 'diamond'];
const SHOTS = [1, 2, 4, 8, 16];

const each = <T, U>(list: readonly T[], make: (one: T, k: number) => U): U[] => list.map(make);
const differences = [
  ...each(TASKS, ({ title, standsInTitle }) => ({ task: `${title} (${standsInTitle})`, points: share(-60, 45) })),
  ...each(PUBLISHED, (task) => ({ task, points: share(-40, 30), published: true })),
];

const FIGURES: readonly Figure[] = [
  differenceFigure(differences, { name: 'differences' }),
  differenceFigure(
    TITLES.flatMap((title) => [title, `${title} + words`].map((task) => ({ task, points: share(-40, 25) }))),
    { name: 'differences-of-one-kind' },
  ),
  dataEfficiencyFigure(
    each(TITLES, (task, k) => ({ task, examplesPerClass: k % 5 === 0 ? null : 10 ** share(-0.3, 1.5), tried: 35.3 })),
    { published: each(PUBLISHED, (task) => ({ task, examplesPerClass: 10 ** share(0, 2.2) })) },
  ),
  correlationFigure([
    ...each(TITLES, (task) => ({ task, linearProbe: share(0.4), zeroShot: share(0.1, 0.9) })),
    ...each(PUBLISHED, (task) => ({ task, linearProbe: share(0.5), zeroShot: share(0.2), published: true })),
  ]),
  accuracyFigure(
    TITLES.flatMap((task) =>
      ['zero-shot', 'linear probe'].map((method) => {
        const accuracy = share();
        return { task, method, accuracy, low: 0.9 * accuracy, high: Math.min(1, 1.1 * accuracy), chance: 0.1 };
      }),
    ),
  ),
  barsFigure(
    TITLES.flatMap((label) =>
      ['label alone', 'task templates'].map((series) => ({ label, series, value: Math.round(share(0, 9999)) })),
    ),
    { measure: 'images' },
  ),
  overlapFigure(
    each(TITLES, (dataset, k) => {
      const difference = share(-0.02, 0.02);
      return {
        ...{ dataset, series: k % 2 === 0 ? 'here' : 'paper, Figure 17', share: share(0, 0.06), difference },
        ...{ low: difference - 0.01, high: difference + 0.01 },
      };
    }),
    { measure: 'accuracy on All minus accuracy on Clean' },
  ),
  confusionFigure({
    classNames: TITLES.slice(0, 9),
    labels: each(TITLES, (_, k) => k % 9),
    predicted: each(TITLES, (_, k) => (k * k) % 9),
    headline: 'mean of the classes: 73.9 %, with the words that this very task has of its own 73.9 % as it was before',
  }),
  searchTraceFigure(
    TITLES.slice(0, 12).flatMap((series) => {
      const score = share(0.3, 0.9);
      return [-6, -2, 0, 2, 6].map((log10C) => ({ series, log10C, score: score - 0.01 * log10C, spacingDecades: 2 }));
    }),
  ),
  fewShotFigure(
    MODELS.flatMap((series) => [
      { series: `${series} zero-shot`, shots: 0, value: share(0.35, 0.4) },
      ...SHOTS.map((shots) => ({ series, shots, value: 0.4 + 0.1 * Math.log10(shots) + share(0, 0.03) })),
    ]),
  ),
  computeFigure(
    ['ResNet', 'ViT', 'mini-rn', 'mini-vit'].flatMap((family, f) =>
      [0.001, 0.01, 0.03].slice(0, f < 2 ? 3 : 1).flatMap((gflopsPerImage) =>
        ['label alone', 'prompts and ensembles'].map((way) => ({
          ...{ family, way, model: `${family} ${gflopsPerImage}`, gflopsPerImage },
          score: 0.3 + 0.03 * f + share(0, 0.02),
        })),
      ),
    ),
    { measure: 'average zero-shot score' },
  ),
  pretrainingFigure(
    MODELS.flatMap((objective) =>
      [1e5, 2e5, 4e5].map((pairsSeen) => ({ objective, pairsSeen, accuracy: 0.2 + share(0, 0.02) })),
    ),
    { measure: 'zero-shot top-1 over 128 names of unseen designers' },
  ),
  scalingFigure(
    ['ResNet', 'ViT', 'ResNet (paper)'].flatMap((family, f) =>
      [0.01, 0.1, 1].map((gflops) => ({ family, model: family, gflops, error: 0.6 + 0.01 * f - 0.05 * gflops })),
    ),
    { compute: 'GFLOPs an image (a multiply-add counts once)', fits: {} },
  ),
  ablationFigure(
    ['text: transformer for CBOW', 'batches of 2,048 for 512', 'contrastive + self-supervision'].flatMap((change) =>
      ['names of unseen designers, top-5', 'average zero-shot over the suite'].map((measure) => ({
        ...{ change, measure, points: share(-10, 5) },
      })),
    ),
  ),
  trainingFigure(
    [1, 2, 3].map((k) => ({ pairsSeen: 1e6 * k, loss: 6 / k, accuracy: 0.1 * k })),
    { lossAtChance: 6.6, accuracyLabel: 'names of the validation designers, top-1' },
  ),
  polysemyFigure(
    WORDS.flatMap((word, k) => [
      { word, prompt: word, means: null, value: k / 3 },
      { word, prompt: `${word}, a kind of animal`, means: 'left', value: k / 3 },
      { word, prompt: `${word}, a part of the body`, means: 'right', value: k / 3 },
    ]),
    { images: coloredImages(2 * WORDS.length) },
  ),
  similarityFigure({
    images: coloredImages(4),
    texts: TITLES.slice(0, 6).map((title) => `a colorful icon of ${title}, which is drawn by an unseen designer`),
    similarity: { data: Float32Array.from({ length: 24 }, () => share()), rows: 4, columns: 6 },
  }),
  predictionsFigure({
    images: coloredImages(4),
    predictions: [0, 1, 2, 3].flatMap((image) =>
      TITLES.slice(0, 5).map((title, k) => ({
        ...{ image, label: `${title} and ${title.toLowerCase()}`, probability: 1 / 2 ** (k + 1), correct: k === 0 },
      })),
    ),
    titles: ['one', 'two', 'three', 'four'],
  }),
  samplesFigure({ images: coloredImages(20), captions: each(Array(20).fill(''), (_, k) => TITLES[k]!), columns: 8 }),
  pairsFigure({
    left: coloredImages(8),
    right: coloredImages(8),
    captions: TITLES.slice(0, 8).map((title) => `0.99 fluent-emoji-high-contrast ${title} | material-icon-theme`),
  }),
];

/** Two names at one place, and one that is cut: what is looked for must be found here. */
const FAULTY: Figure = {
  ...{ kind: 'figure', name: 'faulty', caption: '', table: [], data: [{ type: 'scatter', x: [0, 1], y: [0, 1] }] },
  layout: {
    ...{ width: 400, height: 400 },
    annotations: ['Flags', 'Emoji', 'Digits'].map((text, k) => ({
      ...{
        text,
        showarrow: false,
        xref: 'paper',
        yref: 'paper',
        x: k === 2 ? 0 : 0.5,
        xshift: k === 2 ? -90 : 0,
        y: 0.53,
      },
    })),
  },
};

/** The words that stand over others, or beyond the edge of the figure, as the browser drew them. */
const faults = (page: Page, plot: string): Promise<string[]> =>
  page.evaluate<string[]>(`(() => {
    const plot = document.getElementById(${JSON.stringify(plot)});
    const edge = plot.querySelector('.main-svg').getBoundingClientRect();
    const texts = [...plot.querySelectorAll('.annotation-text, [class$=tick] text, .legendtext, .infolayer text[class$=title]')]
      .filter((text) => text.textContent.trim() !== '' && !/rotate\\(-40/.test(text.getAttribute('transform') ?? ''))
      .map((text) => ({ words: text.textContent, box: text.getBoundingClientRect() }));
    const outside = texts.filter(({ box }) =>
      box.left < edge.left - 1 || box.right > edge.right + 1 || box.top < edge.top - 1 || box.bottom > edge.bottom + 1);
    const over = texts.flatMap(({ words, box }, k) => texts.slice(k + 1)
      .filter(({ box: other }) => Math.min(box.right, other.right) - Math.max(box.left, other.left) > 1.5
        && Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 3)
      .map(({ words: others }) => words + ' / ' + others));
    return [...outside.map(({ words }) => 'outside: ' + words), ...over, ...(texts.length === 0 ? ['no text'] : [])];
  })()`);

describe('figures as a browser draws them', needs(executablePath, 'a Chromium (set CHROME_PATH)'), () => {
  let browser: Browser;
  let page: Page;
  const folder = mkdtempSync(join(tmpdir(), 'cliplab labels '));
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
    copyFileSync(plotlyScriptPath(), join(folder, SHARED_SCRIPT));
    const path = join(folder, 'labels.html');
    writeFileSync(path, figuresPage('Labels', [...FIGURES, FAULTY], sharedScript));
    await page.goto(pathToFileURL(path).href);
    for (const k of [...FIGURES, FAULTY].keys())
      await page.waitForSelector(`#plot-${k} .main-svg`, { state: 'attached', timeout: 300_000 });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  it.each(FIGURES.map(({ name }, k) => [name, `plot-${k}`] as const))(
    '%s: no words stand over others or beyond its edge',
    async (_, plot) => {
      expect(await faults(page, plot)).toEqual([]);
    },
  );

  it('words that do are found', async () => {
    expect(await faults(page, `plot-${FIGURES.length}`)).toEqual(['outside: Digits', 'Flags / Emoji']);
  });

  it('none is so tall that its text is tiny where all of it is seen', () => {
    for (const { name, layout } of FIGURES) {
      expect(layout.width, name).toBeLessThanOrEqual(800);
      expect(layout.height, name).toBeLessThanOrEqual(900);
    }
  });

  it('text is never wider than it was taken for, and not much narrower', async () => {
    for (const text of [...TITLES, ...PUBLISHED, 'average linear probe score, 15 tasks', 'C = 0.075', 'WWW MMM']) {
      const drawn = await page.evaluate<number>(`(() => {
        const context = document.createElement('canvas').getContext('2d');
        context.font = '12px Arial';
        return context.measureText(${JSON.stringify(text)}).width;
      })()`);
      expect(textWidth(text, 12) / drawn, text).toBeGreaterThanOrEqual(1);
      expect(textWidth(text, 12) / drawn, text).toBeLessThan(1.25);
    }
  });
});
