import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ablationFigure } from '../../lib/figures/paper/ablationFigure.js';
import { accuracyFigure } from '../../lib/figures/paper/accuracyFigure.js';
import { barsFigure } from '../../lib/figures/charts/barsFigure.js';
import { readClaims, recordClaim, type Claim, type MeasuredClaim } from '../../lib/figures/ledger/claims.js';
import { asMeasured, someClaim } from './ledger/asMeasured.js';
import { classificationFigure } from '../../lib/figures/paper/classificationFigure.js';
import { computeFigure } from '../../lib/figures/paper/computeFigure.js';
import { confusionFigure } from '../../lib/figures/charts/confusionFigure.js';
import { correlationFigure } from '../../lib/figures/charts/correlationFigure.js';
import { dataEfficiencyFigure } from '../../lib/figures/paper/dataEfficiencyFigure.js';
import { difficultyFigure } from '../../lib/figures/paper/difficultyFigure.js';
import { differenceFigure } from '../../lib/figures/paper/differenceFigure.js';
import { fewShotFigure } from '../../lib/figures/paper/fewShotFigure.js';
import type { Figure } from '../../lib/figures/figure.js';
import { readPublished } from '../../lib/figures/export/figureFiles.js';
import { figuresPage } from '../../lib/figures/export/figuresPage.js';
import { sharedScript } from '../../lib/figures/export/pageScript.js';
import { indexPage } from '../../lib/figures/export/indexPage.js';
import { histogramFigure } from '../../lib/figures/charts/histogramFigure.js';
import { overlapFigure } from '../../lib/figures/paper/overlapFigure.js';
import { pairsFigure } from '../../lib/figures/charts/pairsFigure.js';
import { polysemyFigure } from '../../lib/figures/paper/polysemyFigure.js';
import { predictionsFigure } from '../../lib/figures/paper/predictionsFigure.js';
import { pretrainingFigure } from '../../lib/figures/paper/pretrainingFigure.js';
import { samplesFigure } from '../../lib/figures/charts/samplesFigure.js';
import { saveFigure } from '../../lib/figures/export/saveFigure.js';
import { scalingFigure } from '../../lib/figures/paper/scalingFigure.js';
import { searchTraceFigure } from '../../lib/figures/charts/searchTraceFigure.js';
import { similarityFigure } from '../../lib/figures/paper/similarityFigure.js';
import { trainingFigure } from '../../lib/figures/charts/trainingFigure.js';
import { UserError } from '../../lib/io/userError.js';
import { coloredImages } from './coloredImages.js';
import { complaints } from './validateFigure.js';

const number = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: 0.01, max: 0.99 }) },
  fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, -1, 1e308, -1e308, 5e-324),
);
const text = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '',
    '__proto__',
    'constructor',
    'toString',
    '<b onclick="x">',
    '🙂',
    '\ud800',
    'zero-shot',
    'x'.repeat(300),
  ),
);
const flag = fc.option(fc.boolean(), { nil: undefined });
const maybe = fc.option(number, { nil: null });
const rows = <T>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T[]> =>
  fc.array(fc.record(shape) as fc.Arbitrary<T>, { maxLength: 4 });
const title = fc.option(text, { nil: undefined });
const drawn = (count: number): ReturnType<typeof coloredImages> => coloredImages(count);

type Draw = () => Figure;
const from = <T>(arbitrary: fc.Arbitrary<T>, draw: (value: T) => Figure): fc.Arbitrary<Draw> =>
  arbitrary.map((value) => () => draw(value));

const FIGURES: Record<string, fc.Arbitrary<Draw>> = {
  ablation: from(rows({ change: text, measure: text, points: number }), (r) => ablationFigure(r as never)),
  accuracy: from(
    fc.tuple(rows({ task: text, method: text, accuracy: number, low: number, high: number, chance: number }), title),
    ([r, t]) => accuracyFigure(r, { title: t } as never),
  ),
  bars: from(
    fc.tuple(rows({ label: text, series: text, value: number }), fc.boolean(), text),
    ([r, logarithmic, measure]) => barsFigure(r, { measure, logarithmic }),
  ),
  classification: from(rows({ label: text, probability: number }), (probabilities) =>
    classificationFigure({
      image: drawn(1),
      imageName: 'x',
      probabilities,
      nearest: drawn(probabilities.length),
      nearestNames: probabilities.map(({ label }) => label),
    }),
  ),
  compute: from(rows({ family: text, model: text, gflopsPerImage: number, score: number, published: flag }), (r) =>
    computeFigure(r as never, { measure: 'm' } as never),
  ),
  confusion: from(fc.array(text, { maxLength: 3 }), (classNames) =>
    confusionFigure({ classNames, labels: classNames.map((_, k) => k), predicted: classNames.map(() => 0) }),
  ),
  correlation: from(rows({ task: text, linearProbe: number, zeroShot: number, published: flag }), (r) =>
    correlationFigure(r as never),
  ),
  difficulty: from(fc.tuple(rows({ class: text, series: text, accuracy: number }), title), ([r, t]) =>
    difficultyFigure(r, { title: t } as never),
  ),
  difference: from(rows({ task: text, points: number, published: flag }), (r) => differenceFigure(r as never)),
  efficiency: from(rows({ task: text, examplesPerClass: maybe, tried: number, published: flag }), (r) =>
    dataEfficiencyFigure(r as never),
  ),
  fewShot: from(rows({ series: text, shots: number, value: number, low: maybe, high: maybe, published: flag }), (r) =>
    fewShotFigure(r as never, { measure: 'm' }),
  ),
  histogram: from(fc.tuple(rows({ series: text, value: number }), fc.array(number)), ([r, edges]) =>
    histogramFigure(r, { measure: 'm', edges } as never),
  ),
  overlap: from(
    rows({ dataset: text, series: text, share: number, difference: number, low: maybe, high: maybe }),
    (r) => overlapFigure(r, { measure: 'm' }),
  ),
  pairs: from(fc.array(text, { maxLength: 4 }), (captions) =>
    pairsFigure({ left: drawn(captions.length), right: drawn(captions.length), captions }),
  ),
  polysemy: from(fc.array(fc.tuple(text, number, number, number), { maxLength: 3 }), (words) =>
    polysemyFigure(
      words.flatMap(([word, ...values]) =>
        [null, 'left', 'right'].map((means, k) => ({ word, prompt: word, means, value: values[k]! })),
      ),
      { images: drawn(2 * words.length) },
    ),
  ),
  predictions: from(
    rows({ image: fc.nat(2), label: text, probability: number, correct: fc.boolean() }),
    (predictions) => predictionsFigure({ images: drawn(Math.min(2, predictions.length)), predictions }),
  ),
  pretraining: from(rows({ objective: text, pairsSeen: number, accuracy: number, low: maybe, high: maybe }), (r) =>
    pretrainingFigure(r as never, { measure: 'm' } as never),
  ),
  samples: from(fc.array(text, { maxLength: 4 }), (captions) =>
    samplesFigure({ images: drawn(captions.length), captions }),
  ),
  scaling: from(rows({ family: text, model: text, gflops: number, error: number }), (r) =>
    scalingFigure(r, { compute: 'c', fits: {} }),
  ),
  searchTrace: from(rows({ series: text, log10C: number, score: number, spacingDecades: number }), (r) =>
    searchTraceFigure(r),
  ),
  similarity: from(
    fc.tuple(fc.array(text, { maxLength: 3 }), fc.array(number, { minLength: 6, maxLength: 6 })),
    ([texts, values]) =>
      similarityFigure({ images: drawn(2), texts, similarity: { data: values, rows: 2, columns: texts.length } }),
  ),
  training: from(fc.tuple(rows({ pairsSeen: number, loss: number, accuracy: maybe }), title), ([r, t]) =>
    trainingFigure(r, { title: t } as never),
  ),
};

describe('a figure of any numbers and texts is one that Plotly takes, or one sentence', () => {
  it.each(Object.keys(FIGURES))('%s', (name) => {
    let made = 0;
    let validated = 0;
    fc.assert(
      fc.property(FIGURES[name]!, (draw) => {
        let figure;
        try {
          figure = draw();
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          expect(error.message.length).toBeLessThan(1000);
          return;
        }
        made++;
        // JSON has no word for what is not finite: nothing may be lost on the way to Plotly.
        if (name !== 'training')
          expect(JSON.stringify([figure.data, figure.layout])).toBe(
            JSON.stringify([figure.data, figure.layout], refuseNotFinite),
          );
        // plotly.js takes its time, and has something against figures of nothing.
        const drawn = figure.data.some(({ x }) => !Array.isArray(x) || x.some((place) => place !== null));
        if (drawn && validated++ < 2) expect(complaints(figure)).toEqual([]);
      }),
      { numRuns: 60 },
    );
    expect(made).toBeGreaterThan(0);
  });
});

function refuseNotFinite(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${key} is ${value}`);
  return value;
}

it('a run that diverged is drawn up to where it did', () => {
  const figure = trainingFigure([
    { pairsSeen: 1, loss: 5 },
    { pairsSeen: 2, loss: 4 },
    { pairsSeen: 3, loss: NaN },
  ]);
  expect(figure.data[0]!['y']).toEqual([5, 4, null]);
  expect((figure.layout['annotations'] as { text: string }[]).map(({ text }) => text)).toContain('<b>4.00</b>');
  expect(trainingFigure([]).data).toHaveLength(1);
});

describe('a figure’s name', () => {
  const figure = accuracyFigure([{ task: 't', method: 'm', accuracy: 0.5, low: 0.4, high: 0.6 }]);
  const folder = mkdtempSync(join(tmpdir(), 'cliplab-names-'));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each(['../../x', 'a/b', '..', '.', '', 'a.b', 'a\\b', '🙂', 'x'.repeat(300), 'con', 'NUL', 'a\nb', 'a\0b'])(
    'that is %j is refused in a sentence, and no file is written',
    async (name) => {
      await expect(saveFigure({ ...figure, name }, folder)).rejects.toThrow(UserError);
      await expect(saveFigure({ ...figure, name }, folder)).rejects.toThrow(/^A figure's name must be .{1,200}$/s);
      expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
    },
  );
});

describe('pages', () => {
  const hostile = '"><img src=x onerror=alert(1)>';
  const figure: Figure = {
    kind: 'figure',
    name: hostile,
    caption: 'c',
    data: [],
    layout: { width: 1, height: 1 },
    table: [],
  };

  it('show names of figures and notebooks as text', () => {
    const figures = figuresPage(hostile, [figure], sharedScript);
    for (const page of [figures, indexPage([{ notebook: hostile, order: 0, figure }], [])])
      expect(page).not.toContain('<img src=x');
  });

  it('link to notebooks of any name', () => {
    const page = indexPage([{ notebook: 'my notes #1?', order: 0, figure: { ...figure, name: 'one' } }], []);
    expect(page).toContain('href="my%20notes%20%231%3F.html#one"');
    expect(page).toContain('src="my%20notes%20%231%3F-one.png"');
  });
});

describe('what is no claim and no figure', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cliplab-faults-'));
  const path = join(folder, 'claims.json');
  const claim: Claim = someClaim('tour.a');
  const faults: unknown[] = [
    null,
    1,
    'text',
    [],
    {},
    { ...claim, note: undefined },
    { ...claim, measured: 3 },
    { ...claim, id: { toString: null } },
    { ...claim, verdict: 'maybe' },
    { ...claim, verdict: '__proto__' },
    Object.create(claim),
  ];

  it('is named and passed over, and the page is made of the rest', async () => {
    const said: string[] = [];
    const spy = vi.spyOn(process.stderr, 'write').mockImplementation((words) => said.push(String(words)) > 0);
    writeFileSync(path, JSON.stringify([...faults, claim]));
    const claims = await readClaims(path);
    writeFileSync(join(folder, 'tour-x.json'), 'null');
    writeFileSync(
      join(folder, 'tour-y.json'),
      '{"notebook":"tour","order":0,"figure":{"kind":"figure","name":"../x"}}',
    );
    const whole = { kind: 'figure', name: 'z', caption: 'c', data: [], layout: { width: 1, height: 1 } };
    for (const [k, notebook] of ['\ud800', '../tour', 'a\0'].entries())
      writeFileSync(join(folder, `z${k}.json`), JSON.stringify({ notebook, order: 0, figure: whole }));
    rmSync(path);
    const published = await readPublished(folder);
    spy.mockRestore();
    expect(claims).toEqual([claim]);
    expect(published).toEqual([]);
    expect(said).toHaveLength(faults.length + 5);
    for (const line of said)
      expect(line).toMatch(
        /^cliplab: .*(entry \d+ of .* is no claim \(.*\)|is no figure of a notebook) and is passed over\.\n$/,
      );
    expect(indexPage(published, claims)).toContain('holds here');
  });

  it('is not recorded, and nothing is recorded over it', async () => {
    const { id, measured, ...others } = asMeasured(claim);
    const wrong: unknown[] = [null, 1, 'text', [], {}, { id, measured, ...others, note: null }, { id, ...others }];
    wrong.push(
      { id: { toString: null }, measured, ...others },
      { id, measured: 3, ...others },
      Object.create(asMeasured(claim)),
    );
    for (const fault of wrong) {
      rmSync(path, { force: true });
      await expect(recordClaim(fault as MeasuredClaim, path)).rejects.toThrow(UserError);
      expect(existsSync(path)).toBe(false);
    }
    writeFileSync(path, '[null]');
    await expect(recordClaim(asMeasured(claim), path)).rejects.toThrow('entry 1 of');
    rmSync(folder, { recursive: true });
  });
});
