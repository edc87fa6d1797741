import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { registerData } from '../../lib/cli/data.js';
import { registerEmbed } from '../../lib/cli/embed.js';
import { registerProbe, registerZeroShot } from '../../lib/cli/evaluate.js';
import { loadTask } from '../../lib/datasets/suite/loadTask.js';
import { createRandom } from '../../lib/engine/random.js';
import { evaluateTask, type Method } from '../../lib/eval/evaluateTask.js';
import type { ResultRow } from '../../lib/eval/metrics/resultRows.js';
import { readNpyMatrix } from '../../lib/io/npyFile.js';
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
