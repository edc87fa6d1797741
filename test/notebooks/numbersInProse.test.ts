import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { taskNames } from '../../lib/datasets/suite/taskNames.js';
import { suitePairs } from '../../lib/datasets/suite/suitePairs.js';
import { readStatistics } from '../../lib/datasets/iconwit/readStatistics.js';
import { NEAR_DUPLICATES } from '../../lib/apps/nearDuplicates/detectorRecipe.js';
import { loadDetector } from '../../lib/apps/nearDuplicates/detectorFiles.js';
import { SHEET } from '../../lib/apps/nearDuplicates/trainingNeighbors.js';
import { readJudgedPairs } from '../../lib/apps/nearDuplicates/detectorValidation.js';
import { projectRoot } from '../../lib/io/projectPaths.js';
import { MINI_RN } from '../../lib/train/miniRn.js';
import { MINI_VIT } from '../../lib/train/miniVit.js';
import { findStudy } from '../../lib/train/studies/studies.js';

interface Cell {
  readonly cell_type: 'markdown' | 'code';
  readonly source: readonly string[];
}

const read = (path: string): string => readFileSync(join(projectRoot(), path), 'utf8');
const names = readdirSync(join(projectRoot(), 'notebooks')).filter((file) => file.endsWith('.ipynb'));
const cells = (name: string): readonly Cell[] => (JSON.parse(read(`notebooks/${name}`)) as { cells: Cell[] }).cells;
/** What a notebook says, without its code and output; a file's text. Line ends are blanks. */
const said = (path: string): string =>
  (path.endsWith('.ipynb')
    ? cells(path)
        .filter(({ cell_type: type }) => type === 'markdown')
        .map(({ source }) => source.join(''))
        .join('\n')
    : read(path)
  ).replace(/\s+/g, ' ');
const PROSE = [
  ...names,
  'README.md',
  'data/models/mini-rn/README.md',
  'data/models/mini-vit/README.md',
  'data/overlap/README.md',
];
const grouped = (n: number): string => n.toLocaleString('en-US');

const statistics = await readStatistics();
const { version, splits } = statistics.summary.manifest;
const { train, validation } = splits;
const tasks = await taskNames();
const study = (name: string) => findStudy(name).runs.map(({ recipe }) => recipe);

describe('numbers in prose are those of the data', () => {
  it('the training pairs of today, and those that the committed models saw, are each told by one number', () => {
    const home = said('data/iconwit/README.md');
    expect(home).toContain(
      `**Version ${version}**, which these files describe, has ${grouped(train.pairs)} training pairs`,
    );
    const seen = /\*\*Version \d, which the committed models were trained on\*\*, had ([\d,]+) training pairs/.exec(
      home,
    )?.[1];
    // Between 200,000 and 240,000 is what told the same pairs in other versions, or rounded.
    const told = PROSE.flatMap((path) => (said(path).match(/\b2[0-3]\d,\d{3}\b/g) ?? []).map((found) => [path, found]));
    expect(told.length).toBeGreaterThan(5);
    for (const [path, found] of told)
      expect([path, found]).toEqual([path, path === 'dataset.ipynb' ? grouped(train.pairs) : seen]);
  });

  it('beside the paper’s 400 million', () => {
    const times = 400e6 / train.pairs;
    expect(said('dataset.ipynb')).toContain('from IconWIT to WIT is a factor of 1,900');
    expect(Math.round(times / 100) * 100).toBe(1900);
    for (const path of ['README.md', 'dataset.ipynb']) expect(said(path)).toMatch(/less than a thousandth of/);
    expect(times).toBeGreaterThan(1000);
  });

  it('how the pairs are collected', () => {
    const { options } = JSON.parse(read('data/iconwit/manifest.json')) as { options: Record<string, number> };
    const prose = said('dataset.ipynb');
    expect(prose).toContain(`Here up to ${options['perQuery']}:`);
    expect(prose).toContain(
      `${2 ** options['bigramBits']!} times as often as chance would have it (${options['bigramBits']} bits)`,
    );
    expect(prose).toContain('a word that at least three of them use');
    expect(options['minAuthors']).toBe(3);
  });

  it('the tasks, and the images of designers kept aside', () => {
    const words = ['seventeen', 'eighteen', 'nineteen', 'twenty'];
    for (const path of ['README.md', 'overlap.ipynb'])
      for (const found of said(path).match(new RegExp(`\\b(${words.join('|')}) tasks`, 'g')) ?? [])
        expect([path, found]).toEqual([path, `${words[tasks.length - 17]} tasks`]);
    expect(said('overlap.ipynb')).toContain(`${words[tasks.length - 17]} tasks`);
    expect(said('ablations.ipynb')).toContain(`(${grouped(validation.pairs)} images)`);
  });

  it('the pairs that studies see', () => {
    for (const [path, name] of [
      ['ablations.ipynb', 'ablations'],
      ['scaling.ipynb', 'scaling'],
    ] as const) {
      const seen = new Set(study(name).map(({ steps, batchSize }) => steps * batchSize));
      const told = /the same ([\d,]+) pairs/.exec(said(path))?.[1];
      // Told to ten thousand; a run that differs in its steps or batch says so.
      expect([...seen].map((pairs) => grouped(Math.round(pairs / 1e4) * 1e4))).toContain(told);
    }
    for (const { watchedNames } of study('efficient-pretraining'))
      if (watchedNames !== undefined)
        expect(said('efficient-pretraining.ipynb')).toContain(`the ${watchedNames} most frequent names`);
  });

  it('what the committed models saw', () => {
    for (const [folder, { steps, batchSize }] of [
      ['mini-rn', MINI_RN],
      ['mini-vit', MINI_VIT],
    ] as const) {
      const card = said(`data/models/${folder}/README.md`);
      expect(card).toContain(
        `${grouped(steps)} steps of ${batchSize} pairs (${((steps * batchSize) / 1e6).toFixed(1)} million pairs)`,
      );
      expect(card).toContain(`ln ${batchSize} = ${Math.log(batchSize).toFixed(2)}`);
    }
  });

  it('the detector, its training and the pairs that were judged', async () => {
    expect(said('overlap.ipynb')).toContain(`${NEAR_DUPLICATES.steps} batches of ${NEAR_DUPLICATES.batchSize}`);
    expect(said('overlap.ipynb')).toContain(`a fixed temperature of ${NEAR_DUPLICATES.temperature}`);
    const { detector } = await loadDetector();
    const parameters = detector.parameters.specs.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    expect(said('overlap.ipynb')).toContain(`${(parameters / 1e6).toFixed(2)} million parameters`);
    detector.dispose();
    expect(said('overlap.ipynb')).toContain(`nearest training images at ${SHEET.size} pixels`);
    const judged = (await readJudgedPairs()).length;
    expect(said('overlap.ipynb')).toContain('a hundred were judged by eye');
    expect(Math.abs(judged - 100)).toBeLessThanOrEqual(10);
  });

  it('the images that every clone can train on', async () => {
    const { pairs } = await suitePairs();
    expect(said('efficient-pretraining.ipynb')).toContain('1,700 training images of the suite');
    expect(Math.round(pairs.images.count / 100) * 100).toBe(1700);
  });

  it('the search for C: seven starts, four halvings beside the best, for a sweep by eighths of a decade', () => {
    const sweep = 12 * 8 + 1;
    expect(said('linear-probe.ipynb')).toContain(`fifteen fits for a sweep of ${sweep}`);
    expect(said('tour.ipynb')).toContain(`among ${sweep} values`);
    // As `betterC` settles ties.
    expect(said('linear-probe.ipynb')).toContain('the one nearest to 1 is taken, and of two equally near the smaller');
  });
});

describe('what a notebook shows is the same each time it is run', () => {
  it.each(names)('%s reads no clock, and draws by a seed', (name) => {
    const code = cells(name)
      .filter(({ cell_type: type }) => type === 'code')
      .map(({ source }) => source.join(''))
      .join('\n');
    expect(code).not.toMatch(/performance\.|Date\b|hrtime|Math\.random|console\.time/);
  });
});

describe('an image of one’s own goes through the model’s preprocessing from its whole file', () => {
  it('in tour', () => {
    const code = cells('tour.ipynb')
      .map(({ source }) => source.join(''))
      .join('\n');
    const size = /await preprocess\(own\.bytes, (\w+), own\.name, model\.config\.preprocessing\)/.exec(code)?.[1];
    expect(code).toContain(`const ${size} = model.config.vision.imageSize;`);
  });
});
