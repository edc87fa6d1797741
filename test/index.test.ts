import { from, table } from 'arquero';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as cliplab from '../lib/index.js';
import type { Clip, Dataset, ImageBatch, LabeledFeatures, Matrix, Recipe, Tensor2D, Tokenizer } from '../lib/index.js';
import { TINY_TRANSFORMERS } from './fixtures/tinyConfigs.js';
import { coloredHalves, TINY, tinyTokenizer } from './train/tinyRun.js';

const { createRandom, tf, UserError } = cliplab;
const random = createRandom(1);
const matrix = (rows: number, columns: number): Matrix => ({
  data: Float32Array.from({ length: rows * columns }, () => random.normal()),
  rows,
  columns,
});
/** Arguments that types forbid, as cells without types and values from files bring them. */
const wrong = (value: unknown): never => value as never;

const pairs = coloredHalves(2, 1);
const tokenizer: Tokenizer = tinyTokenizer(pairs);
const { images } = pairs;
const rgba: ImageBatch = { ...images, pixels: new Uint8Array(images.count * 20 * 20 * 4) };
const set: LabeledFeatures = { features: matrix(6, 4), labels: Int32Array.of(0, 1, 2, 0, 1, 2) };
const none: LabeledFeatures = { features: matrix(0, 4), labels: new Int32Array() };
const trial = { classNames: ['a', 'b', 'c'], metric: 'accuracy', validation: set } as const;
const recipe = (change: Partial<Recipe>): Recipe => ({ ...TINY, ...change });
const pairsOf = {
  bag: tf.tensor2d([[1, 0, 1]]),
  two: tf.tensor2d([
    [1, 2],
    [3, 4],
  ]),
  three: tf.tensor2d([
    [1, 2],
    [3, 4],
    [5, 6],
  ]),
};
const tokens = tf.tensor2d([[0, 30, 31]], [1, 3], 'int32') as Tensor2D;
const chunks = (chunkSize: number) => cliplab.cutPairs(tf.zeros([2, 4, 4, 3]), tf.zeros([2, 3]) as Tensor2D, chunkSize);

let clip: { model: Clip; tokenizer: Tokenizer };
let weather: Dataset;
let folder: string;
let detector: Awaited<ReturnType<typeof cliplab.loadDetector>>;
beforeAll(async () => {
  const config = {
    ...TINY_TRANSFORMERS,
    text: { ...TINY_TRANSFORMERS.text, vocabSize: tokenizer.vocabSize, contextLength: 10 },
  };
  clip = { model: cliplab.initializeClip(config, random), tokenizer };
  weather = await cliplab.loadDataset('weather');
  folder = await mkdtemp(join(tmpdir(), 'cliplab arguments '));
  detector = await cliplab.loadDetector();
});
afterAll(() => {
  clip.model.dispose();
  detector.detector.dispose();
  tf.dispose([...Object.values(pairsOf), tokens]);
});

const training = (change: Partial<Recipe> = {}, own: object = {}) =>
  cliplab.train({ recipe: recipe(change), folder, pairs, validation: pairs, tokenizer, precision: 'fp32', ...own });
const options = (change: object) => ({ random: createRandom(1), ...change });
const first = async (generator: AsyncGenerator): Promise<unknown> => generator.next();
const caption = (names: unknown, templates: unknown, size = 4) =>
  cliplab.captionZeroShotLogits(clip.model, wrong({}), tokenizer, images, wrong(names), wrong(templates), {
    batchSize: size,
  });

/** What compares as a number does, and is none. */
const NO_NUMBERS = ['', '0.5', [], [0.5], true, null];
/** What can be walked like a list, or have a length, and is none of objects. */
const NO_LISTS = ['', 'ab', null, 3, [null], new Array(2), ['a', 'b', 'c']];
const NO_TEXTS = [null, 7, ['weather'], Symbol('weather')];
/** What a model, or a tokenizer, is mistaken for. */
const NO_MODELS = [() => undefined, () => null, () => clip, () => 'mini-rn', () => ({})];
/** What a configuration, or tensors by name, are mistaken for. */
const NO_CONFIGS = [
  ...[undefined, null, 7, {}, { embedDim: 8 }, { embedDim: 8, vision: { kind: 'cnn' } }],
  { ...TINY_TRANSFORMERS, vision: { ...TINY_TRANSFORMERS.vision, width: '8' } },
  { ...TINY_TRANSFORMERS, vision: { kind: 'modified-resnet', imageSize: 32, width: 8, heads: 1, layers: 3 } },
];
const NO_TENSORS = [undefined, null, 7, {}, new Map([['a', 7]]), new Map([['a', {}]])];
const disposed = (shape: number[]): never => {
  const tensor = tf.zeros(shape);
  tensor.dispose();
  return tensor as never;
};
const one = { id: 'a', copy: 0.9, altered: 0.5, other: 0.1, nearest: 'b' };

/** By export, calls with wrong arguments: each is to be refused in one sentence. */
const emoji = (name: string) => ({ emoji: name, prompt: name });
const curvePoint = { objective: 'a', method: 'a', task: 't', pairsSeen: 1, accuracy: 1, value: 1 };
const CALLS: Readonly<Record<string, readonly (() => unknown)[]>> = {
  createRandom: [() => createRandom(NaN), () => createRandom(0.5), () => createRandom(wrong('1'))],
  createTokenizer: [
    () => cliplab.createTokenizer(cliplab.trainBpe(['a b'], { merges: 1 }), 1),
    () => tokenizer.tokenize(wrong('a text')),
    () => tokenizer.tokenize(wrong([1])),
    () => tokenizer.encode(wrong(undefined)),
    () => tokenizer.decode([1e6]),
  ],
  liveAblations: [
    () => cliplab.liveAblations(wrong(null)),
    () => cliplab.liveAblations(wrong({ steps: 3 })),
    () => cliplab.liveAblations({ changes: wrong('vit') }),
    () => cliplab.liveAblations({ changes: ['none'] }),
    () => cliplab.liveAblations({ recipe: 'none' }),
    () => cliplab.liveAblations({ minutes: -1 }),
    () => cliplab.liveAblations({ pairs: 0.5 }),
  ],
  changedRecipe: [
    () => cliplab.changedRecipe(TINY, wrong('vit')),
    () => cliplab.changedRecipe(TINY, ['none']),
    () => cliplab.changedRecipe(TINY, ['batch-64', 'batch-1024']),
    () => cliplab.changedRecipe(TINY, ['vit'], { pairs: 0 }),
    () => cliplab.changedRecipe(TINY, ['vit'], { seed: NaN }),
    () => cliplab.changedRecipe(TINY, [wrong(null)]),
    () => cliplab.changedRecipe(TINY, [{ name: 'Own One', title: 'a', group: 'b', fields: { mainCaption: 1 } }]),
    () => cliplab.changedRecipe(TINY, [{ name: 'own', title: '', group: 'b', fields: { mainCaption: 1 } }]),
    () => cliplab.changedRecipe(TINY, [{ name: 'own', title: 'a', group: 'b', fields: {} }]),
    () => cliplab.changedRecipe(TINY, [{ name: 'own', title: 'a', group: 'b', fields: wrong({ steps: 3 }) }]),
    () => cliplab.changedRecipe(TINY, [{ name: 'own', title: 'a', group: 'b', fields: wrong({ speed: 3 }) }]),
    () => cliplab.changedRecipe(TINY, [{ name: 'own', title: 'a', group: 'b', fields: { mainCaption: 7 } }]),
    () => cliplab.changedRecipe(wrong(null), []),
  ],
  readRecipe: [() => cliplab.readRecipe(wrong(7)), () => cliplab.readRecipe(join(folder, 'none.json'))],
  recipeCode: [() => cliplab.recipeCode(TINY, 'none', 'suite')],
  startLiveRuns: [
    () => cliplab.startLiveRuns(wrong(null)),
    () => cliplab.startLiveRuns(wrong({ change: ['vit'] })),
    () => cliplab.startLiveRuns({ changes: wrong('vit'), folder }),
    () => cliplab.startLiveRuns({ changes: ['none'], folder }),
    () => cliplab.startLiveRuns({ changes: ['vit'], seeds: [], folder }),
    () => cliplab.startLiveRuns({ changes: ['vit'], seeds: [0.5], folder }),
    () => cliplab.startLiveRuns({ changes: ['vit'], minutes: NaN, folder }),
    () => cliplab.startLiveRuns({ changes: ['vit'], pairs: 0, folder }),
    () => cliplab.startLiveRuns({ changes: ['vit'], data: wrong('flags'), folder }),
    () => cliplab.startLiveRuns({ changes: ['batch-64', 'batch-1024'], together: true, pairs: 1024, folder }),
  ],
  stopLiveRuns: [() => cliplab.stopLiveRuns(['none'], folder), () => cliplab.stopLiveRuns(wrong('none'), folder)],
  continueLiveRuns: [() => cliplab.continueLiveRuns(['none'], folder)],
  removeLiveRuns: [() => cliplab.removeLiveRuns(['none'], folder)],
  keepLiveRun: [() => cliplab.keepLiveRun('none', 'a name', folder), () => cliplab.keepLiveRun('none', 'own', folder)],
  liveRuns: [() => cliplab.liveRuns({ comparison: 'none', folder }), () => cliplab.liveRuns({ folder: wrong(7) })],
  liveCurves: [() => cliplab.liveCurves({ comparison: 'none', folder })],
  liveDifferences: [() => cliplab.liveDifferences({ comparison: 'none', folder })],
  trainBpe: [
    () => cliplab.trainBpe('letters', { merges: 2 }),
    () => cliplab.trainBpe(wrong([1]), { merges: 2 }),
    () => cliplab.trainBpe(['a'], { merges: NaN }),
    () => cliplab.trainBpe(['a'], { merges: 2, minFrequency: 0 }),
  ],
  listTasks: [() => cliplab.listTasks(wrong('third')), () => cliplab.listTasks(wrong('data/suite'))],
  cleanText: [() => cliplab.cleanText(wrong(7))],
  fillTemplate: [
    () => cliplab.fillTemplate('no place', 'dog'),
    () => cliplab.fillTemplate('a {c}', wrong(undefined)),
    () => cliplab.fillTemplate(wrong(['a {c}']), 'dog'),
  ],
  preprocess: [
    () => cliplab.preprocess(new Uint8Array(9), 0),
    () => cliplab.preprocess(new Uint8Array(9), NaN),
    () => cliplab.preprocess(new Uint8Array(9), 32),
    () => cliplab.preprocess(new Uint8Array(9), 1e9),
  ],
  decodeBatches: [0, NaN, 1.5].flatMap((bad) => [
    () => first(cliplab.decodeBatches([], { size: 8, batchSize: bad })),
    () => first(cliplab.decodeBatches([], { size: bad, batchSize: 4 })),
    () => first(cliplab.decodeBatches([], { size: 1e9, batchSize: 4 })),
    () => first(cliplab.decodeBatches([], { size: 8, batchSize: 4, ahead: -1 })),
    () => first(cliplab.decodeBatches([], { size: 8, batchSize: 4, maxSkippedShare: 2 })),
  ]),
  selectImages: [
    () => cliplab.selectImages(images, [images.count]),
    () => cliplab.selectImages(images, [NaN]),
    () => cliplab.selectImages(rgba, [0]),
    () => cliplab.selectImages(wrong(undefined), [0]),
  ],
  toPixels: [
    () => cliplab.toPixels(rgba, 16, TINY_TRANSFORMERS),
    () => cliplab.toPixels(images, 0, TINY_TRANSFORMERS),
    () => cliplab.toPixels(images, 1e9, TINY_TRANSFORMERS),
    () => cliplab.toPixels(images, 16_000, TINY_TRANSFORMERS),
    () => cliplab.toPixels(images, 16, TINY_TRANSFORMERS, 3, 2),
    () => cliplab.toPixels(images, 16, TINY_TRANSFORMERS, 0, images.count + 1),
    ...[0, 1e-300, 1e-40].map((std) => () => cliplab.toPixels(images, 16, { mean: [0, 0, 0], std: [std, 1, 1] })),
    () => cliplab.toPixels(images, 16, { mean: [1e300, 0, 0], std: [1, 1, 1] }),
    () => cliplab.toPixels({ ...images, height: 10.5 }, 16, TINY_TRANSFORMERS),
    () => cliplab.toPixels({ ...images, pixels: wrong([...images.pixels]) }, 16, TINY_TRANSFORMERS),
  ],
  embedImages: [
    () => cliplab.embedImages(clip.model, rgba),
    ...NO_MODELS.map((bad) => () => cliplab.embedImages(wrong(bad()), images)),
    () => cliplab.embedImages(clip.model, images, { batchSize: 0 }),
    () => cliplab.embedImages(clip.model, images, { batchSize: NaN }),
    () => cliplab.embedImages(clip.model, images, { batchSize: -3 }),
    () => cliplab.embedImages(clip.model, { ...images, count: images.count + 1 }),
  ],
  embedTexts: [
    () => cliplab.embedTexts(clip.model, tokenizer, wrong('a dog')),
    ...NO_MODELS.map((bad) => () => cliplab.embedTexts(wrong(bad()), tokenizer, ['a'])),
    ...NO_MODELS.map((bad) => () => cliplab.embedTexts(clip.model, wrong(bad()), ['a'])),
    () => cliplab.embedTexts(clip.model, tokenizer, wrong(['a', undefined])),
    () => cliplab.embedTexts(clip.model, tokenizer, ['a'], { batchSize: 0 }),
  ],
  zeroShotClassifier: [
    () => cliplab.zeroShotClassifier(clip.model, tokenizer, [], ['{c}']),
    () => cliplab.zeroShotClassifier(clip.model, tokenizer, wrong('dog'), ['{c}']),
    () => cliplab.zeroShotClassifier(clip.model, tokenizer, ['dog'], []),
    () => cliplab.zeroShotClassifier(clip.model, tokenizer, ['dog'], wrong('{c}')),
    () => cliplab.zeroShotClassifier(clip.model, tokenizer, ['dog'], ['an image']),
  ],
  zeroShotLogits: [
    () => cliplab.zeroShotLogits(matrix(2, 4), matrix(3, 5), 1),
    () => cliplab.zeroShotLogits(matrix(2, 4), { ...matrix(3, 4), rows: 4 }, 1),
    () => cliplab.zeroShotLogits(wrong([[1, 2]]), matrix(3, 4), 1),
    () => cliplab.zeroShotLogits(matrix(2, 4), matrix(3, 4), -1),
  ],
  zeroShotPrior: [() => cliplab.zeroShotPrior(wrong(null), 1), () => cliplab.zeroShotPrior(matrix(2, 3), NaN)],
  captionZeroShotLogits: [
    () => caption([], ['{c}']),
    () => caption('dog', ['{c}']),
    () => caption(['dog'], []),
    () => caption(['dog'], ['{c}'], 0),
  ],
  bagOfWordsZeroShotLogits: [
    () => cliplab.bagOfWordsZeroShotLogits(clip.model, wrong({}), tokenizer, images, []),
    () => cliplab.bagOfWordsZeroShotLogits(clip.model, wrong({}), tokenizer, rgba, ['red']),
  ],
  innerProducts: [
    () => cliplab.innerProducts(matrix(2, 4), matrix(2, 3)),
    () => cliplab.innerProducts({ ...matrix(2, 4), columns: 5 }, matrix(2, 5)),
  ],
  normalizeRows: [
    () => cliplab.normalizeRows(wrong(undefined)),
    () => cliplab.normalizeRows({ ...matrix(2, 3), rows: 3 }),
  ],
  softmaxRows: [() => cliplab.softmaxRows({ ...matrix(2, 3), rows: 1.5 }), () => cliplab.softmaxRows(wrong([1, 2]))],
  linearLogits: [
    () => cliplab.linearLogits({ weights: matrix(2, 3), intercepts: new Float64Array(3) }, matrix(4, 3)),
    () => cliplab.linearLogits({ weights: matrix(2, 3), intercepts: new Float64Array(2) }, matrix(4, 4)),
  ],
  linearProbe: [
    () => cliplab.linearProbe(set.features, set.labels, 3, { C: 0 }),
    ...NO_NUMBERS.map((C) => () => cliplab.linearProbe(set.features, set.labels, 3, { C: wrong(C) })),
    () => cliplab.linearProbe(set.features, set.labels, 3, { C: NaN }),
    () => cliplab.linearProbe(set.features, set.labels, 2, { C: 1 }),
    () => cliplab.linearProbe(set.features, [0, 1], 3, { C: 1 }),
    () => cliplab.linearProbe(set.features, [0, 1, 0.5, 0, 1, 2], 3, { C: 1 }),
    () => cliplab.linearProbe(set.features, [0, 1, -1, 0, 1, 2], 3, { C: 1 }),
    () => cliplab.linearProbe(set.features, set.labels, 3, { C: 1, maxIterations: 0 }),
    () => cliplab.linearProbe(set.features, set.labels, 3, { C: 1, tolerance: -1 }),
    () => cliplab.linearProbe(matrix(6, 0), set.labels, 3, { C: 1 }),
    () =>
      cliplab.linearProbe(set.features, set.labels, 3, {
        C: 1,
        prior: { weights: matrix(3, 5), intercepts: new Float64Array(3) },
      }),
  ],
  createProbeFitter: [
    () => cliplab.createProbeFitter(set.features, set.labels, 1),
    () => cliplab.createProbeFitter(none.features, none.labels, 3),
    () =>
      cliplab.createProbeFitter(
        set.features,
        set.labels.map(() => 1),
        3,
      ),
  ],
  undecidedC: [
    () => cliplab.undecidedC(wrong(undefined), 9),
    () => cliplab.undecidedC({ C: 1, trace: [] }, 9),
    () => cliplab.undecidedC({ C: 1, trace: [wrong({ log10C: 0, score: 1 })] }, 0),
  ],
  searchC: [
    () => cliplab.searchC(none, set, 3),
    () => cliplab.searchC(set, none, 3),
    () => cliplab.searchC(set, { ...set, features: matrix(6, 5) }, 3),
    () => cliplab.searchC(set, set, 3, wrong('f1')),
    () => cliplab.searchC(set, set, 3, 'rocAuc'),
    () => cliplab.searchC(set, set, 3, 'elevenPointMap'),
  ],
  selectProbe: [() => cliplab.selectProbe(none, set, 3), () => cliplab.selectProbe(set, set, 2)],
  metricValue: [
    () => cliplab.metricValue(wrong('f1'), matrix(6, 3), set.labels),
    () => cliplab.metricValue('accuracy', matrix(6, 2), set.labels),
    () => cliplab.metricValue('accuracy', matrix(5, 3), set.labels),
    () => cliplab.metricValue('accuracy', matrix(0, 3), none.labels),
    () => cliplab.metricValue('rocAuc', matrix(6, 3), set.labels),
    () => cliplab.metricValue('elevenPointMap', matrix(6, 3), set.labels),
    () => cliplab.metricValue('elevenPointMap', matrix(6, 3), set.labels, new Uint8Array(17)),
    () => cliplab.metricValue('elevenPointMap', matrix(6, 3), set.labels, new Uint8Array(18).fill(2)),
  ],
  resultRows: [
    () => cliplab.resultRows({ task: 'T', method: 'm', metric: 'accuracy' }, matrix(6, 2), set.labels, random),
    () => cliplab.resultRows({ task: 'T', method: 'm', metric: wrong('f1') }, matrix(6, 3), set.labels, random),
  ],
  evaluateTask: [
    () => cliplab.evaluateTask(clip, weather, options({ methods: [] })),
    () => cliplab.evaluateTask({ ...clip, model: wrong(clip) }, weather, options({})),
    () => cliplab.evaluateTask(clip, weather, options({ methods: ['few-shot'] })),
  ],
  findExperiment: [() => cliplab.findExperiment('few-shoot'), () => cliplab.findExperiment(wrong(undefined))],
  zeroShotExperiment: [
    () => cliplab.zeroShotExperiment({ models: ['no-such-model'], tasks: ['weather'] }),
    () => cliplab.zeroShotExperiment({ probed: 'no-such-model', tasks: ['weather'] }),
    () => cliplab.zeroShotExperiment({ models: ['zoo-rn-8'], tasks: ['wether'] }),
    () => cliplab.zeroShotExperiment({ models: ['zoo-rn-8'], tasks: ['weather'], methods: [wrong('few-shot')] }),
    () => cliplab.zeroShotExperiment({ models: ['zoo-rn-8'], tasks: ['weather'], methods: [] }),
    () => cliplab.zeroShotExperiment({ models: ['zoo-rn-8'], tasks: ['weather'], templates: ['a photo'] }),
    () => cliplab.zeroShotExperiment({ models: ['zoo-rn-8'], tasks: ['weather'], templates: [] }),
    () => cliplab.zeroShotExperiment({ models: ['zoo-rn-8'], tasks: ['weather'], classNames: ['sun'] }),
    () => cliplab.zeroShotExperiment({ models: ['zoo-rn-8'], classNames: ['sun'] }),
  ],
  zeroShotMistakesExperiment: [
    () => cliplab.zeroShotMistakesExperiment({ models: ['no-such-model'], tasks: ['weather'] }),
    () => cliplab.zeroShotMistakesExperiment({ models: ['zoo-rn-8'], tasks: ['wether'] }),
  ],
  evaluateSetups: [
    () => cliplab.evaluateSetups(clip, weather, []),
    () => cliplab.evaluateSetups(clip, weather, [{ name: 's', classNames: ['one'] }]),
    () => cliplab.evaluateSetups(clip, weather, [{ name: 's', average: wrong('logits') }]),
    () => cliplab.evaluateSetups(clip, weather, [{ name: 's', templates: ['nothing'] }]),
  ],
  embedDataset: [
    ...NO_MODELS.map((bad) => () => cliplab.embedDataset(wrong(bad()), weather, { folder })),
    () => cliplab.embedDataset(clip.model, weather, { folder, batchSize: 0 }),
  ],
  embedSplit: [
    () => cliplab.embedSplit(clip.model, weather, 'train', { folder, batchSize: 1.5 }),
    () => cliplab.embedSplit(clip.model, weather, 'train', { folder, precision: wrong('fp8') }),
  ],
  embedTest: [
    async () => cliplab.embedTest(clip.model, await cliplab.loadDataset('weather'), { folder, batchSize: NaN }),
  ],
  sealSplit: [
    () => {
      const sealed = cliplab.sealSplit('the test split', 1);
      return [sealed.open(), sealed.open()];
    },
  ],
  selectSamples: [
    () => cliplab.selectSamples(weather.train, [weather.train.labels.length]),
    () => cliplab.selectSamples(weather.train, [0.5]),
    () => cliplab.selectSamples(weather.train, wrong(7)),
    () => cliplab.selectSamples(wrong(undefined), [0]),
    () => cliplab.selectSamples(wrong(weather.test), [0]),
    () => first(weather.train.read([0], 64, { batchSize: 0 })),
  ],
  clopperPearson: [
    () => cliplab.clopperPearson(3, 2),
    () => cliplab.clopperPearson(1.5, 2),
    () => cliplab.clopperPearson(1, 2, 95),
    ...NO_NUMBERS.map((level) => () => cliplab.clopperPearson(1, 2, wrong(level))),
  ],
  binomialTest: [
    () => cliplab.binomialTest(3, 2, 0.5),
    () => cliplab.binomialTest(1, 2, 50),
    ...NO_NUMBERS.map((share) => () => cliplab.binomialTest(1, 2, wrong(share))),
    () => cliplab.binomialTest(1, 2, 0.5, wrong('two-sided')),
  ],
  bootstrapInterval: [
    () => cliplab.bootstrapInterval(0, () => 0, { random }),
    () => cliplab.bootstrapInterval(5, () => 0, { random, resamples: 0 }),
    () => cliplab.bootstrapInterval(5, () => 0, { random, level: 95 }),
    () => cliplab.bootstrapInterval(5, () => NaN, { random }),
    ...[undefined, null, 7, 'mean'].map((bad) => () => cliplab.bootstrapInterval(5, wrong(bad), { random })),
    ...[undefined, null, {}, { random: 7 }].map((bad) => () => cliplab.bootstrapInterval(5, () => 0, wrong(bad))),
  ],
  fitRobustnessLine: [
    () => cliplab.fitRobustnessLine([]),
    ...NO_LISTS.map((bad) => () => cliplab.fitRobustnessLine(wrong(bad))),
    ...NO_NUMBERS.map(
      (bad) => () => cliplab.fitRobustnessLine([0.4, 0.5].map(() => ({ inDistribution: 0.5, shifted: wrong(bad) }))),
    ),
    () => cliplab.fitRobustnessLine([1, 2].map(() => ({ inDistribution: 1, shifted: 0.5 }))),
  ],
  expectedUnderShift: [
    ...NO_NUMBERS.map((bad) => () => cliplab.expectedUnderShift({ slope: 1, intercept: 0, r2: 1 }, wrong(bad))),
    () => cliplab.expectedUnderShift({ slope: 1, intercept: 0, r2: 1 }, 75),
  ],
  effectiveRobustness: [
    () => cliplab.effectiveRobustness({ slope: 1, intercept: 0, r2: 1 }, { inDistribution: 0.5, shifted: 60 }),
  ],
  recallAtK: [
    () => cliplab.recallAtK(Int32Array.of(0, 1), 0),
    () => cliplab.recallAtK(Int32Array.of(0, 1), 1.5),
    () => cliplab.recallAtK(Int32Array.of(-1), 1),
    () => cliplab.recallAtK(new Int32Array(), 1),
  ],
  eachCaption: [
    () => cliplab.eachCaption(wrong({})),
    () => cliplab.eachCaption({ captions: wrong('red') }),
    () => cliplab.eachCaption({ captions: [['red'], wrong('green')] }),
    () => cliplab.eachCaption({ captions: [[wrong(7)]] }),
  ],
  loadCaptionedImages: [
    () => cliplab.loadCaptionedImages('no-such-set'),
    () => cliplab.loadCaptionedImages(wrong(7)),
    () => cliplab.loadCaptionedImages(''),
  ],
  retrievalExperiment: [
    () => cliplab.retrievalExperiment({ tasks: ['no-such-set'] }),
    () => cliplab.retrievalExperiment({ models: ['no-such-model'] }),
    () => cliplab.retrievalExperiment({ templates: ['a photo'] }),
    () => cliplab.retrievalExperiment({ templates: [] }),
    () => cliplab.retrievalExperiment({ ks: [0] }),
    () => cliplab.retrievalExperiment({ seed: 0.5 }),
    () => cliplab.retrievalExperiment({ resamples: -1 }),
    () => cliplab.retrievalExperiment(wrong({ model: 'mini-rn' })),
  ],
  recallByGuessing: [
    () => cliplab.recallByGuessing([], 10, 1),
    () => cliplab.recallByGuessing([1], 0, 1),
    () => cliplab.recallByGuessing([11], 10, 1),
    () => cliplab.recallByGuessing([1], 10, 0.5),
  ],
  retrievalRanks: [
    () => cliplab.retrievalRanks(matrix(2, 3), [0, 1]),
    () => cliplab.retrievalRanks(matrix(2, 3), [0, 1, 2]),
    () => cliplab.retrievalRanks(matrix(2, 3), [0, 0, 0]),
  ],
  studentInterval: [
    () => cliplab.studentInterval(wrong('12')),
    () => cliplab.studentInterval(wrong(null)),
    () => cliplab.studentInterval([]),
    () => cliplab.studentInterval([1], 2),
  ],
  averageEmbeddings: [
    () => cliplab.averageEmbeddings([]),
    ...NO_LISTS.map((bad) => () => cliplab.averageEmbeddings(wrong(bad))),
    () => cliplab.averageEmbeddings([matrix(2, 3), matrix(3, 3)]),
  ],
  averageProbabilities: [
    () => cliplab.averageProbabilities(matrix(2, 4), [matrix(3, 5)], 1),
    () => cliplab.averageProbabilities(matrix(2, 4), [], 1),
    ...NO_LISTS.map((bad) => () => cliplab.averageProbabilities(matrix(2, 4), wrong(bad), 1)),
  ],
  createPromptEncoder: [
    () => cliplab.createPromptEncoder(clip).prompts([], ['{c}']),
    ...NO_MODELS.flatMap((bad) => [
      () => cliplab.createPromptEncoder({ ...clip, model: wrong(bad()) }),
      () => cliplab.createPromptEncoder({ ...clip, tokenizer: wrong(bad()) }),
    ]),
    () => cliplab.createPromptEncoder(clip).prompts(['a'], []),
    () => cliplab.createPromptEncoder(clip).prompts(['a'], ['b']),
  ],
  rankTemplates: [
    () => cliplab.rankTemplates(cliplab.createPromptEncoder(clip), trial, []),
    () => cliplab.rankTemplates(cliplab.createPromptEncoder(clip), trial, wrong('{c}')),
  ],
  selectTemplates: [
    () => cliplab.selectTemplates(cliplab.createPromptEncoder(clip), trial, ['{c}'], { most: 0 }),
    () => cliplab.selectTemplates(cliplab.createPromptEncoder(clip), trial, []),
  ],
  thresholdQuality: [
    ...NO_LISTS.map((bad) => () => cliplab.thresholdQuality(wrong(bad), [], 0.95)),
    ...NO_LISTS.map((bad) => () => cliplab.thresholdQuality([one], wrong(bad), 0.95)),
    () => cliplab.thresholdQuality([], [], 0.95),
  ],
  contrastiveLoss: [() => cliplab.contrastiveLoss(pairsOf.two, pairsOf.three, tf.scalar(1))],
  ntXentLoss: [
    ...NO_NUMBERS.map((bad) => () => cliplab.ntXentLoss(pairsOf.two, wrong(bad))),
    () => cliplab.ntXentLoss(pairsOf.three),
    () => cliplab.ntXentLoss(pairsOf.two, 0),
  ],
  captionLoss: [
    () => cliplab.captionLoss(pairsOf.two, { ids: Int32Array.of(0) }),
    () => cliplab.captionLoss(pairsOf.two, { ids: Int32Array.of(0, 2) }),
  ],
  bagOfWords: [() => cliplab.bagOfWords(tokens, 20), () => cliplab.bagOfWords(tokens, 0)],
  bagOfWordsLoss: [
    () => cliplab.bagOfWordsLoss(pairsOf.two, pairsOf.bag),
    () => cliplab.bagOfWordsLoss(pairsOf.two, pairsOf.two, wrong('both')),
  ],
  labelLoss: [
    () => cliplab.labelLoss(pairsOf.two, tf.tensor1d([0], 'int32')),
    () => cliplab.labelLoss(pairsOf.two, tf.tensor1d([0, 2], 'int32')),
  ],
  cutPairs: [() => chunks(0), () => chunks(NaN)],
  train: [
    ...(
      [
        'steps',
        'batchSize',
        'checkpointEvery',
        'checkpointsKept',
        'evaluateEvery',
        'chunkSize',
        'watchedNames',
      ] as const
    ).flatMap((field) => [0, -1, NaN, 1.5].map((value) => () => training({ [field]: value }))),
    ...(['learningRate', 'clipNorm', 'epsilon'] as const).flatMap((field) =>
      [0, -1, NaN, Infinity].map((value) => () => training({ [field]: value })),
    ),
    ...(['beta1', 'mainCaption', 'averageDecay'] as const).map((field) => () => training({ [field]: 2 })),
    () => training({ objective: 'nothing' }),
    () => training({ batchSize: 1000 }),
    () => training({}, { pairs: { ...pairs, images: rgba } }),
    () => training({}, { pairs: { ...pairs, captions: pairs.captions.slice(1) } }),
    () => training({}, { pairs: { ...pairs, captions: pairs.captions.map(() => 'a letter each') } }),
    () => training({}, { pairs: { ...pairs, captions: pairs.captions.map(() => []) } }),
    () => training({}, { validation: { ...pairs, sets: [] } }),
  ],
  findRecipe: [() => cliplab.findRecipe('nothing')],
  findObjective: [() => cliplab.findObjective('nothing')],
  findStudy: [() => cliplab.findStudy('nothing')],
  modelConfig: [() => cliplab.modelConfig(TINY, 0)],
  followLog: [
    () => first(cliplab.followLog(folder, { steps: 0 })),
    () => first(cliplab.followLog(folder, { steps: 5, everyMs: -1 })),
  ],
  readTrainingLog: [
    () => cliplab.readTrainingLog('nothing'),
    ...NO_TEXTS.map((bad) => () => cliplab.readTrainingLog(wrong(bad))),
  ],
  readRunLog: [() => cliplab.readRunLog('nothing', 1)],
  resolvePrecision: [() => cliplab.resolvePrecision(wrong('fp8'))],
  resizeInput: [
    () => cliplab.resizeInput(TINY_TRANSFORMERS, new Map(), 17),
    () => cliplab.resizeInput(TINY_TRANSFORMERS, new Map(), NaN),
    ...NO_CONFIGS.map((bad) => () => cliplab.resizeInput(wrong(bad), new Map(), 16)),
    ...NO_TENSORS.map((bad) => () => cliplab.resizeInput(TINY_TRANSFORMERS, wrong(bad), 16)),
    () => {
      const positions = { shape: [3, 4], data: new Float32Array(12) };
      return cliplab.resizeInput(TINY_TRANSFORMERS, new Map([['visual.positional_embedding', positions]]), 32);
    },
  ],
  createClip: [
    () => cliplab.createClip(TINY_TRANSFORMERS, new Map()),
    ...NO_CONFIGS.map((bad) => () => cliplab.createClip(wrong(bad), new Map())),
    ...NO_TENSORS.map((bad) => () => cliplab.createClip(TINY_TRANSFORMERS, wrong(bad))),
    () => clip.model.encodeImage(wrong([1])),
    () => clip.model.encodeImage(tf.zeros([1, 16, 16, 3], 'int32')),
    () => clip.model.encodeImage(tf.zeros([0, 16, 16, 3])),
    () => clip.model.encodeImage(tf.fill([1, 16, 16, 3], NaN)),
    () => clip.model.encodeImage(disposed([1, 16, 16, 3])),
    () => clip.model.encodeGrid(tf.zeros([0, 16, 16, 3])),
    () => clip.model.poolGrid(disposed([1, 5, 8])),
    () => clip.model.projectImage(disposed([1, 8])),
    ...[[[999]], [[-1]], [[0.5]], [[NaN]], [[]], []].map(
      (ids) => () => clip.model.encodeText(tf.tensor2d(ids, [ids.length, ids[0]?.length ?? 1], 'float32')),
    ),
    ...[[[1_000_000]], [[-1]], [[]], []].map(
      (ids) => () => clip.model.encodeText(tf.tensor2d(ids, [ids.length, ids[0]?.length ?? 1], 'int32')),
    ),
    () => clip.model.encodeText(wrong(tf.tensor1d([1], 'int32'))),
    () => clip.model.encodeText(wrong('a dog')),
  ],
  clipSpec: NO_CONFIGS.map((bad) => () => cliplab.clipSpec(wrong(bad))),
  initializeClip: NO_CONFIGS.map((bad) => () => cliplab.initializeClip(wrong(bad), random)),
  imageMultiplyAdds: NO_CONFIGS.map((bad) => () => cliplab.imageMultiplyAdds(wrong(bad))),
  interactive: [
    ...[null, undefined, 7, [1], { shots: 7 }].map((bad) => () => cliplab.interactive(wrong(bad), () => 0)),
    () => cliplab.interactive({}, wrong(null)),
  ],
  fromOpenClipConfig: [() => cliplab.fromOpenClipConfig({}, 'a file')],
  loadModel: ['', ' ', null, 7, join('nothing', 'here', 'at all')].map((bad) => () => cliplab.loadModel(wrong(bad))),
  loadClip: ['', ' ', undefined, join('nothing', 'here', 'at all')].map((bad) => () => cliplab.loadClip(wrong(bad))),
  readSafetensors: [() => cliplab.readSafetensors(join(folder, 'nothing'))],
  loadTokenizer: [
    ...NO_TEXTS.map((bad) => () => cliplab.loadTokenizer(wrong(bad), 77)),
    () => cliplab.loadTokenizer(join(folder, 'nothing'), 77),
  ],
  loadVocabulary: [
    ...NO_TEXTS.map((bad) => () => cliplab.loadVocabulary(wrong(bad))),
    () => cliplab.loadVocabulary(join(folder, 'nothing')),
  ],
  readImages: [
    ...[[], [-1], [0.5], [1e6], [NaN]].map((positions) => () => cliplab.readImages(weather.train, positions)),
    () => cliplab.readImages(weather.train, [0], 0),
    ...[7, null, {}, { positions: [0] }, '0', new Array<number>(2)].map(
      (positions) => () => cliplab.readImages(weather.train, wrong(positions)),
    ),
    ...[undefined, null, 7, {}, []].map((split) => () => cliplab.readImages(wrong(split))),
    () => cliplab.readImages(wrong(weather)),
    () => cliplab.readImages(wrong(weather.test)),
  ],
  modelFolder: [
    () => cliplab.modelFolder(join(folder, 'nothing')),
    () => cliplab.modelFolder(''),
    ...NO_TEXTS.map((bad) => () => cliplab.modelFolder(wrong(bad))),
  ],
  readRunResults: NO_TEXTS.map((bad) => () => cliplab.readRunResults(wrong(bad))),
  loadDataset: [
    ...NO_TEXTS.map((bad) => () => cliplab.loadDataset(wrong(bad))),
    () => cliplab.loadDataset('weather', { as: 'CIFAR10' }),
    () => cliplab.loadDataset('weather', { splits: wrong(['tset']) }),
    () => cliplab.loadDataset('weather', { splits: wrong('test') }),
    () => cliplab.loadDataset('weather', { classNames: wrong('mine') }),
    () => cliplab.loadDataset(join(folder, 'nothing')),
  ],
  datasetPrompts: [() => cliplab.datasetPrompts('nothing')],
  publishedTable: [() => cliplab.publishedTable(wrong('nothing'))],
  loadPairs: [
    () => cliplab.loadPairs({ split: 'train', imageSize: 0 }),
    () => cliplab.loadPairs({ split: 'train', imageSize: 8, limit: 0 }),
    () => cliplab.loadPairs({ split: wrong('test'), imageSize: 8 }),
    () => cliplab.loadPairs({ split: 'train', imageSize: 8, cache: folder }),
  ],
  buildIconWit: [
    () => cliplab.buildIconWit({ workers: 0, cache: folder }),
    () => cliplab.buildIconWit({ perQuery: NaN, cache: folder }),
    () => cliplab.buildIconWit({ maxFailedShare: 2, cache: folder }),
    () => cliplab.buildIconWit({ sets: wrong('noto'), cache: folder }),
  ],
  loadDetector: [() => cliplab.loadDetector(folder)],
  readDetectorValidation: [() => cliplab.readDetectorValidation(folder)],
  readJudgedPairs: [() => cliplab.readJudgedPairs(folder)],
  similarityFigure: [() => cliplab.similarityFigure({ images, texts: ['a'], similarity: matrix(2, 2) })],
  thumbnails: [() => cliplab.thumbnails(rgba)],
  pairsFigure: [() => cliplab.pairsFigure({ left: images, right: images, captions: [] })],
  polysemyFigure: [
    () => cliplab.polysemyFigure([], { images }),
    () => cliplab.polysemyFigure([{ word: 'bat', prompt: 'bat', means: null, value: 0.5 }], { images }),
  ],
  confusionFigure: [() => cliplab.confusionFigure({ classNames: ['a'], labels: [1], predicted: [0] })],
  dataEfficiencyFigure: [() => cliplab.dataEfficiencyFigure([{ task: 'T', examplesPerClass: null }])],
  accuracyFigure: [
    () => cliplab.accuracyFigure([wrong({ task: 'T' })]),
    () => cliplab.accuracyFigure(wrong(undefined)),
    () => cliplab.accuracyFigure([{ task: 'T', method: 'm', accuracy: NaN, low: 0, high: 1 }]),
  ],
  loadImages: [
    () => cliplab.loadImages([]),
    () => cliplab.loadImages(wrong(1)),
    () => cliplab.loadImages('no such image.png'),
  ],
  classify: [
    () => cliplab.classify(wrong({}), [], ['cat']),
    () => cliplab.classify(wrong({}), wrong('cat.png'), ['cat']),
    () => cliplab.classify(clip, wrong(['cat.png']), ['cat']),
  ],
  recordClaim: [() => cliplab.recordClaim(wrong({ id: 'x', verdict: 'maybe' }))],
  image: [() => cliplab.image(Uint8Array.of(1, 2, 3, 4))],
  slider: [() => cliplab.slider({ min: 2, max: 1 }), () => cliplab.slider({ min: 0, max: NaN })],
  range: [() => cliplab.range({ min: 1, max: 1 })],
  dropdown: [() => cliplab.dropdown([]), () => cliplab.dropdown(['a'], { value: 'b' })],
  imagePicker: [() => cliplab.imagePicker({ images: { ...images, count: 0, pixels: new Uint8Array() } })],
  datasetExperiment: [() => cliplab.datasetExperiment({ statistics: wrong(7) })],
  fewShotExperiment: [
    () => cliplab.fewShotExperiment({ tasks: ['no such task'] }),
    () => cliplab.fewShotExperiment({ tasks: ['weather'], models: ['no such model'] }),
    () => cliplab.fewShotExperiment({ shots: [] }),
    () => cliplab.fewShotExperiment({ shots: [0] }),
    () => cliplab.fewShotExperiment({ seeds: [] }),
    () => cliplab.fewShotExperiment({ seeds: [0.5] }),
    () => cliplab.fewShotExperiment({ mostClasses: NaN }),
    () => cliplab.fewShotExperiment({ tasks: ['weather'], shots: [1000] }),
    () => cliplab.fewShotExperiment({ tasks: ['scenes'] }),
  ],
  averageOverTasks: [() => cliplab.averageOverTasks(wrong([])), () => cliplab.averageOverTasks(wrong(undefined))],
  dataEfficiency: [() => cliplab.dataEfficiency(wrong([])), () => cliplab.dataEfficiency(wrong(undefined))],
  classifyByPrompts: [
    () => cliplab.classifyByPrompts(cliplab.createPromptEncoder(clip), trial, []),
    () => cliplab.classifyByPrompts(cliplab.createPromptEncoder(clip), { ...trial, classNames: ['a'] }, ['{c}']),
  ],
  promptsExperiment: [
    () => cliplab.promptsExperiment({ models: [join(folder, 'nothing')] }),
    () => cliplab.promptsExperiment({ models: ['mini-rn'], tasks: ['nothing'] }),
  ],
  promptGainExperiment: [
    () => cliplab.promptGainExperiment({ models: [join(folder, 'nothing')] }),
    () => cliplab.promptGainExperiment({ models: ['mini-rn'], tasks: ['nothing'] }),
  ],
  polysemyExperiment: [() => cliplab.polysemyExperiment({ models: [join(folder, 'nothing')] })],
  polysemyImages: [() => cliplab.polysemyImages([{ word: 'a', left: emoji('nothing'), right: emoji('bat') }])],
  efficientPretrainingExperiment: [
    () => cliplab.efficientPretrainingExperiment({ seeds: [0] }),
    () => cliplab.efficientPretrainingExperiment({ runs: [] }),
  ],
  timesFewerPairs: [() => cliplab.timesFewerPairs(from([curvePoint]), { slow: 'none', fast: 'a' })],
  statementsOf: [() => cliplab.statementsOf('no such notebook')],
  judge: [() => cliplab.judge({ low: 2, high: 1 }, { above: 0 }), () => cliplab.judge({ low: 0, high: 1 }, {})],
  judgeAll: [() => cliplab.judgeAll([])],
  methodGain: [() => cliplab.methodGain(from([curvePoint]), 'none', 'a')],
  pairedGain: [() => cliplab.pairedGain([], []), () => cliplab.pairedGain([1], [NaN])],
  correlation: [() => cliplab.correlation([1], [1]), () => cliplab.correlation([1, 1], [1, 2])],
  differenceOfMeans: [() => cliplab.differenceOfMeans([], [1])],
  overTasks: [() => cliplab.overTasks(from([curvePoint]), { by: 'model', statistic: () => 1 })],
  leadOverBest: [() => cliplab.leadOverBest(from([curvePoint]), { by: 'model', first: 'a', others: [] })],
  gainByCompute: [() => cliplab.gainByCompute(from([curvePoint]))],
  leadAtEqualCompute: [() => cliplab.leadAtEqualCompute(from([curvePoint]), from([curvePoint]))],
  promptsAgainstCompute: [() => cliplab.promptsAgainstCompute(from([curvePoint]))],
  singleTaskNoise: [() => cliplab.singleTaskNoise(from([curvePoint]))],
  shotsToMatchZeroShot: [() => cliplab.shotsToMatchZeroShot(from([curvePoint]), 'a')],
  fewShotLead: [() => cliplab.fewShotLead(from([curvePoint]), { model: 'a', method: 'linear probe', shots: 1 }, [])],
  taskDifferences: [() => cliplab.taskDifferences(from([curvePoint]), { by: 'model', first: 'a', second: 'b' })],
  taskWins: [() => cliplab.taskWins(from([], ['task', 'won']))],
  fewerPairsOverSeeds: [() => cliplab.fewerPairsOverSeeds(from([curvePoint]), { slow: 'none', fast: 'a' })],
  measuredGain: [() => cliplab.measuredGain(from([curvePoint]), 'none', 'a')],
  trainLive: [() => cliplab.trainLive(recipe({ steps: 0 }), () => {})],
  thresholdRows: [() => cliplab.thresholdRows([], [])],
  compareCopies: [() => cliplab.compareCopies(detector.detector, rgba, random)],
  suiteNeighbors: [
    () => cliplab.suiteNeighbors({ tasks: ['nothing'] }),
    () => cliplab.suiteNeighbors({ tasks: ['weather'], threshold: NaN }),
  ],
  overlapExperiment: [
    () => cliplab.overlapExperiment({ tasks: ['OxfordPets'] }),
    () => cliplab.overlapExperiment({ tasks: ['weather'], threshold: wrong('0.9') }),
    () => cliplab.overlapExperiment({ tasks: ['weather'], models: ['nothing'] }),
  ],
  overlapSummary: [() => cliplab.overlapSummary([])],
  scalingExperiment: [
    () => cliplab.scalingExperiment({ models: ['nothing'] }),
    () => cliplab.scalingExperiment({ families: { ResNet: ['zoo-rn-8'] }, tasks: ['nothing'] }),
  ],
  scalingLaws: [
    () => cliplab.scalingLaws([{ family: 'F', gflops: 1, error: 1 }]),
    () => cliplab.scalingLaws([1, 2, 0].map((x) => ({ family: 'F', gflops: x, error: x }))),
  ],
  overlapPoints: [() => cliplab.overlapPoints([], wrong('left'))],
  histogramFigure: [
    () => cliplab.histogramFigure([{ series: 's', value: 1 }], { measure: 'm', edges: [] }),
    () => cliplab.histogramFigure([{ series: 's', value: 1 }], { measure: 'm', edges: [1, 2] }),
    () => cliplab.histogramFigure([], { measure: 'm', edges: [1] }),
  ],
  ablationsExperiment: [
    () => cliplab.ablationsExperiment({ models: ['nothing'] }),
    () => cliplab.ablationsExperiment({ models: ['lab-vit'], seeds: [NaN] }),
    () => cliplab.ablationsExperiment({ unchanged: 'nothing' }),
  ],
  learningCurvesExperiment: [() => cliplab.learningCurvesExperiment({ models: ['nothing'] })],
  linearProbeExperiment: [
    () => cliplab.linearProbeExperiment({ models: [join(folder, 'nothing')] }),
    () => cliplab.linearProbeExperiment({ mostClasses: NaN }),
  ],
  humanExperiment: [
    () => cliplab.humanExperiment({ models: ['no-such-model'], tasks: ['faces'] }),
    () => cliplab.humanExperiment({ tasks: ['face'] }),
    () => cliplab.humanExperiment({ tasks: ['faces'], seeds: [] }),
    () => cliplab.humanExperiment({ tasks: ['faces'], seeds: [0.5] }),
    () => cliplab.humanExperiment({ tasks: ['hands'] }),
  ],
  peopleAnswers: [
    () => cliplab.peopleAnswers(join(folder, 'none.json'), { task: 'face' }),
    () => cliplab.peopleAnswers(join(folder, 'none.json'), { task: 'faces', images: 0 }),
    () => cliplab.peopleAnswers(join(folder, 'none.json'), wrong(undefined)),
    () => cliplab.peopleAnswers(wrong(undefined), { task: 'faces' }),
    () => cliplab.peopleAnswers(folder, { task: 'faces' }),
  ],
  modelAnswers: [() => cliplab.modelAnswers(table({ a: [1] })), () => cliplab.modelAnswers(wrong(undefined))],
  answerSummary: [() => cliplab.answerSummary(table({ a: [1] })), () => cliplab.answerSummary(wrong(null))],
  answerContrast: [
    ...NO_LISTS.map((bad) => () => cliplab.answerContrast(wrong(bad))),
    () => cliplab.answerContrast([]),
    () => cliplab.answerContrast([{ answers: table({ a: [1] }), shots: 0 }]),
  ],
  classAccuracies: [() => cliplab.classAccuracies(table({ a: [1] }), 0), () => cliplab.classAccuracies(wrong(7), 0)],
  rankCorrelation: [
    ...[undefined, null, 7, 'ab', [], [1], [1, NaN], [1, 2, 3]].map(
      (bad) => () => cliplab.rankCorrelation([1, 2], wrong(bad)),
    ),
  ],
  youAgainstClip: [
    () => cliplab.youAgainstClip(wrong(undefined)),
    () => cliplab.youAgainstClip(wrong({ task: 'faces' })),
    () => cliplab.youAgainstClip({ task: 'face', file: join(folder, 'none.json') }),
    () => cliplab.youAgainstClip({ task: 'scenes', file: join(folder, 'none.json') }),
    () => cliplab.youAgainstClip({ task: 'faces', file: join(folder, 'none.json'), images: 0.5 }),
    () => cliplab.youAgainstClip({ task: 'faces', file: folder }),
    () => cliplab.youAgainstClip({ task: 'faces', file: join(folder, 'none.json'), scores: table({ a: [1] }) }),
  ],
  probeProtocolsExperiment: [() => cliplab.probeProtocolsExperiment({ models: [join(folder, 'nothing')] })],
  gainAtEqualCompute: [
    () =>
      cliplab.gainAtEqualCompute(
        table({ gflopsPerImage: [0], score: [1] }),
        table({ gflopsPerImage: [1], score: [1] }),
      ),
  ],
};

/** Exports whose arguments need no more than their types, or that take none; with why. */
const UNCHECKED: Readonly<Record<string, string>> = {
  UserError: 'an error',
  Interrupted: 'an error',
  tf: 'another library',
  imageFile: 'names a file, which is read later',
  loadReleasedTokenizer: 'takes nothing wrong: the length is createTokenizer’s',
  loadReleasedVocabulary: 'takes nothing',
  saveVocabulary: 'writes what it is given',
  show: 'shows anything',
  html: 'takes any text',
  markdown: 'takes any text',
  saveFigure: 'writes a figure that was made',
  breathe: 'takes nothing',
  interruptSignal: 'takes nothing',
  RELEASED_CONFIGS: 'a constant',
  listModels: 'takes nothing',
  saveModel: 'writes a model that was made',
  writeSafetensors: 'writes tensors that were made',
  l2Normalize: 'any tensor',
  checkbox: 'takes any start',
  text: 'takes any text',
  button: 'takes any label',
  fileDrop: 'takes any label',
  tickList: 'takes any list',
  createWidget: 'needs a notebook, see test/kernel',
  builtStatistics: 'takes a folder',
  readStatistics: 'takes a folder',
  publishedSizes: 'takes nothing',
  OBJECTIVES: 'a constant',
  RECIPE_CHANGES: 'a constant',
  cachedContrastiveGradients: 'its chunks are cutPairs’',
  captionTargets: 'any tokens',
  PUBLISHED_TABLES: 'a constant',
  listDatasets: 'takes nothing',
  STUDIES: 'a constant',
  EXPERIMENTS: 'a constant',
  times: 'writes any number',
  percent: 'writes any number',
  inPoints: 'writes any number',
  signed: 'the same',
  watchZeroShot: 'its pairs are train’s',
  showLive: 'shows anything',
  suitePairs: 'takes nothing',
  smokeRecipe: 'takes a recipe of findRecipe',
  predictionsFigure: 'draws what was computed',
  classificationFigure: 'the same',
  samplesFigure: 'the same',
  grouped: 'takes any number',
  defaultModel: 'takes nothing',
  listContrastiveModels: 'takes nothing',
  percents: 'takes a table',
  overlapBesidePaper: 'takes what overlapSummary returns',
  publishedCompute: 'takes names of families',
  publishedDifferences: 'takes nothing',
  publishedPairs: 'takes nothing',
};
/** Figures of tables, all of whose rows go through `tidyRows`. */
const OF_TABLES = [
  ...['barsFigure', 'fewShotFigure', 'differenceFigure', 'searchTraceFigure', 'computeFigure', 'overlapFigure'],
  ...['pretrainingFigure', 'ablationFigure', 'scalingFigure', 'runFigure', 'correlationFigure', 'trainingFigure'],
  ...['difficultyFigure', 'liveRunsFigure'],
];

describe('public functions refuse what they cannot use, in one sentence', () => {
  it.each(Object.entries(CALLS))('%s', async (name, calls) => {
    expect(cliplab).toHaveProperty(name);
    for (const [k, call] of calls.entries()) {
      const refused = await Promise.resolve()
        .then(call)
        .then(
          () => undefined,
          (error: unknown) => error,
        );
      expect([k, refused], `${name}, call ${k}: ${String(refused)}`).toEqual([k, expect.any(UserError)]);
      expect((refused as Error).message, `${name}, call ${k}`).toMatch(/^[^\n]{15,}[.]$/);
    }
  });

  it('every export is decided on', () => {
    const decided = [...Object.keys(CALLS), ...Object.keys(UNCHECKED), ...OF_TABLES];
    expect(Object.keys(cliplab).sort()).toEqual([...decided].sort());
  });
});
