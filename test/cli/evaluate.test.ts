import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { registerData } from '../../lib/cli/data.js';
import { registerEmbed } from '../../lib/cli/embed.js';
import { registerProbe, registerZeroShot } from '../../lib/cli/evaluate.js';
import { loadTask } from '../../lib/datasets/suite/loadTask.js';
import { createRandom } from '../../lib/engine/random.js';
import { evaluateTask } from '../../lib/eval/evaluateTask.js';
import type { ResultRow } from '../../lib/eval/metrics/resultRows.js';
import { readNpyMatrix } from '../../lib/io/npyFile.js';
import { loadModel } from '../../lib/weights/loadModel.js';
import { commandLine } from './commandLine.js';

const line = commandLine(registerData, registerEmbed, registerProbe, registerZeroShot);
const { run } = line;

type Evaluated = { readonly model: string; readonly method: string; readonly results: readonly ResultRow[] };

it('zeroshot and probe print what evaluateTask measures, as lines or as JSON', async () => {
  const { model, tokenizer } = await loadModel('mini-rn');
  const random = createRandom(7).fork('digits');
  const { rows } = await evaluateTask({ model, tokenizer }, await loadTask('digits'), { random });
  model.dispose();
  for (const [verb, method] of [
    ['zeroshot', 'zero-shot'],
    ['probe', 'linear probe'],
  ] as const) {
    line.printed = '';
    await run(verb, 'digits', '--model', 'mini-rn', '--seed', '7', '--json');
    const found = JSON.parse(line.printed) as Evaluated;
    expect(found).toMatchObject({ model: 'mini-rn', method });
    expect(found.results.map(({ value }) => value)).toEqual(
      rows.filter((row) => row.method === method).map(({ value }) => value),
    );
  }
  line.printed = '';
  await run('zeroshot', 'digits', '--model', 'mini-rn');
  const score = rows.find(({ method }) => method === 'zero-shot')!;
  expect(line.printed).toContain(`${(100 * score.value).toFixed(1)} % ${score.metric} (95 % interval`);
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
