import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerData } from '../../lib/cli/data.js';
import { registerEmbed } from '../../lib/cli/embed.js';
import { registerProbe, registerZeroShot } from '../../lib/cli/evaluate.js';
import { loadDataset } from '../../lib/datasets/loadDataset.js';
import { loadTask } from '../../lib/datasets/suite/loadTask.js';
import { createRandom } from '../../lib/engine/random.js';
import { evaluateTask, type Method } from '../../lib/eval/evaluateTask.js';
import type { ResultRow } from '../../lib/eval/metrics/resultRows.js';
import { readNpyMatrix } from '../../lib/io/npyFile.js';
import { UserError } from '../../lib/io/userError.js';
import { loadModel } from '../../lib/weights/loadModel.js';
import { commandLine } from './commandLine.js';

const line = commandLine(registerData, registerEmbed, registerProbe, registerZeroShot);
const { run } = line;

/** What `evaluateTask` measures, by its own words and in its own order. */
async function evaluated(method: Method, tasks: readonly string[], seed: number): Promise<ResultRow[]> {
  const clip = await loadModel('mini-rn');
  const results: ResultRow[] = [];
  for (const task of tasks) {
    const random = createRandom(seed).fork(task);
    results.push(...(await evaluateTask(clip, await loadTask(task), { random, methods: [method] })).rows);
  }
  clip.model.dispose();
  return results;
}

it.each([
  ['zeroshot', 'zero-shot'],
  ['probe', 'linear probe'],
] as const)('%s prints what evaluateTask measures, as lines or as JSON', async (verb, method) => {
  const tasks = ['objects', 'clocks']; // the one has top-5 accuracy as well; the other's intervals are drawn
  const results = await evaluated(method, tasks, 7);
  await run(verb, ...tasks, '--model', 'mini-rn', '--seed', '7', '--json');
  expect(line.printed).toBe(JSON.stringify({ model: 'mini-rn', method, results }, null, 1) + '\n');

  line.printed = '';
  await run(verb, ...tasks, '--model', 'mini-rn', '--seed', '7');
  const percent = (share: number): string => (100 * share).toFixed(1);
  expect(line.printed).toBe(
    results
      .map(
        ({ task, metric, value, low, high, n, chance }) =>
          `${task}: ${percent(value)} % ${metric} (95 % interval ${percent(low)} to ${percent(high)}), ` +
          `${n} images, chance ${percent(chance)} %\n`,
      )
      .join(''),
  );
});

it('zeroshot prints each task when it is measured', async () => {
  await expect(run('zeroshot', 'objects', 'nothing', '--model', 'mini-rn')).rejects.toThrow('no dataset nothing');
  expect(line.printed.match(/^Everyday objects: /gm)).toHaveLength(2);
});

describe('zeroshot of a folder of class folders', () => {
  const colors = { blue: '#0000ff', green: '#00ff00', red: '#ff0000' };
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cliplab folders '));
    for (const [name, background] of Object.entries(colors)) {
      await mkdir(join(folder, 'images', name), { recursive: true });
      for (let k = 0; k < 5; k++)
        await sharp({ create: { width: 16 + k, height: 16, channels: 3, background } })
          .png()
          .toFile(join(folder, 'images', name, `${k}.png`));
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const zeroshot = async (...flags: string[]): Promise<ResultRow[]> => {
    line.printed = '';
    await run('zeroshot', join(folder, 'images'), '--model', 'mini-rn', '--json', ...flags);
    return (JSON.parse(line.printed) as { results: ResultRow[] }).results;
  };
  /** The slow twin: the same words, put into the dataset by hand. */
  const byHand = async (words: { templates?: string[]; classNames?: string[] }): Promise<readonly ResultRow[]> => {
    const clip = await loadModel('mini-rn');
    const path = join(folder, 'images');
    const task = { ...(await loadDataset(path)), ...words };
    const random = createRandom(2021).fork(path);
    const { rows } = await evaluateTask(clip, task, { random, methods: ['zero-shot'] });
    clip.model.dispose();
    return rows;
  };

  it('measures with its folders’ names, and with templates and names that are given', async () => {
    expect(await zeroshot()).toEqual(await byHand({}));
    const templates = ['an icon of a {c}.', '{c}', 'a {c} square'];
    const written = await file('templates.txt', `${templates[1]}\n\n${templates[2]}\r\n`);
    const names = await file('names.txt', 'sky\nforest\nblood\n\n');
    const own = await zeroshot('--templates', templates[0]!, '--templates', written, '--class-names', names);
    expect(own).toEqual(await byHand({ templates, classNames: ['sky', 'forest', 'blood'] }));
  });

  it('takes names in the order of the folders: others in their places give other answers', async () => {
    const flags = ['--templates', 'a {c} square', '--class-names'];
    const right = await zeroshot(...flags, await file('right.txt', 'blue\ngreen\nred'));
    const wrong = await zeroshot(...flags, await file('wrong.txt', 'green\nred\nblue'));
    expect(right[0]!.value).toBeGreaterThan(wrong[0]!.value);
  });

  it('writes the measurements as CSV', async () => {
    const csv = join(folder, 'out.csv');
    await run('zeroshot', join(folder, 'images'), '--model', 'mini-rn', '--csv', csv, '--templates', '{c}');
    expect(line.printed).toMatch(/^images: .* accuracy .*\n1 measurements: .*out\.csv\n$/);
    const [header, row] = (await readFile(csv, 'utf8')).split('\n');
    expect(header).toMatch(/^task,title,model,method,/);
    expect(row).toContain('images,mini-rn,zero-shot');
    await expect(run('zeroshot', folder, '--csv', await file('mine.txt', 'my notes'))).rejects.toThrow(
      'no earlier result',
    );
  });

  it.each([
    ['a template without {c} that is no file', ['--templates', 'a photo'], /a photo has no \{c\} and is no file/],
    ['a file with a line without {c}', ['--templates', 'FILE:a {c}\na photo'], /has a line without \{c\}, "a photo"/],
    ['a file without templates', ['--templates', 'FILE:\n'], /has no templates/],
    [
      'too few names',
      ['--class-names', 'FILE:a\nb'],
      /images has 3 classes, and there are 2 class names: .*blue, green, red\.$/,
    ],
    ['a blank name before the last', ['--class-names', 'FILE:a\n\nb\nc'], /has no name in line 2/],
    ['no names', ['--class-names', 'FILE:\n'], /holds no names/],
    ['names that are not there', ['--class-names', 'none.txt'], /none\.txt/],
    ['names for two datasets', ['flags', '--class-names', 'FILE:a\nb\nc'], /class names are of one dataset, and 2/],
  ])('refuses %s', async (_, flags, said) => {
    const args = await Promise.all(
      flags.map(async (flag) => (flag.startsWith('FILE:') ? file('bad.txt', flag.slice(5)) : flag)),
    );
    const refusal: unknown = await zeroshot(...args).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(UserError);
    expect((refusal as Error).message).toMatch(said);
    expect((refusal as Error).message).toMatch(/^[^\n]+[.]$/);
  });
});

it('embed writes rows for NumPy once, and takes them from there the next time', async () => {
  const folder = join(line.cache, 'mine');
  await run('embed', 'mini-rn', 'digits', '--folder', folder, '--json');
  const first = JSON.parse(line.printed) as {
    embeddings: {
      split: string;
      rows: number;
      columns: number;
      files: { npy: string };
      report: { computed: number };
    }[];
  };
  expect(first.embeddings.map(({ split }) => split)).toEqual(['train', 'validation', 'test']);
  for (const { rows, columns, files, report } of first.embeddings) {
    expect(files.npy.startsWith(folder)).toBe(true);
    expect(await readNpyMatrix(files.npy)).toMatchObject({ rows, columns });
    expect(report.computed).toBe(rows);
  }
  const bytes = await readFile(first.embeddings[0]!.files.npy);
  line.printed = '';
  await run('embed', 'mini-rn', 'digits', '--folder', folder);
  expect(line.printed.match(/from the cache/g)).toHaveLength(3);
  expect(await readFile(first.embeddings[0]!.files.npy)).toEqual(bytes);
});

it("data list names the suite, the paper's 27 datasets, and what is not built", async () => {
  await run('data', 'list');
  expect(line.printed).toContain('iconwit: not built (cliplab data build iconwit)');
  expect(line.printed).toContain('digits: 10 classes');
  line.printed = '';
  await run('data', 'list', '--json');
  const { datasets } = JSON.parse(line.printed) as { datasets: unknown[] };
  expect(datasets).toHaveLength(27);
});

it('says in one sentence what is wrong', async () => {
  await expect(run('zeroshot', 'nothing', '--model', 'mini-rn')).rejects.toThrow('there is no dataset nothing');
  await expect(run('zeroshot', 'digits', '--model', 'no-such-model')).rejects.toThrow(/no-such-model/);
  await expect(run('zeroshot', 'digits', '--seed', 'seven')).rejects.toThrow('expected a whole number');
  await expect(run('embed', 'mini-rn', 'digits', '--precision', 'fp8')).rejects.toThrow(/fp8/);
});
