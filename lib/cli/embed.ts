import { resolve } from 'node:path';
import type { Command } from 'commander';
import { openSayingNotes } from '../datasets/openSayingNotes.js';
import { taskNames } from '../datasets/suite/taskNames.js';
import type { SplitName } from '../datasets/suite/taskSource.js';
import { cachedEmbeddings, type EmbeddedSplit } from '../eval/embeddings/cachedEmbeddings.js';
import type { Clip } from '../models/clip.js';
import { loadModel } from '../weights/loadModel.js';
import { precisionFlag } from './precisionFlag.js';
import { stopOnInterrupt } from './processEnd.js';

interface EmbedFlags {
  readonly as?: string;
  readonly projected: boolean;
  readonly precision: string;
  readonly folder?: string;
  readonly json?: boolean;
}

/** "flags train: 150 x 256 in 0.2 s (read 0.0, decode 0.0, infer 0.1, write 0.0 s): /…/train-0123.npy" */
function describe(dataset: string, part: string, { features, files, report }: EmbeddedSplit): string {
  const { read, decode, infer, write, total } = report.seconds;
  const stages = Object.entries({ read, decode, infer, write }).map(([stage, spent]) => `${stage} ${spent.toFixed(1)}`);
  const spent =
    report.computed === 0
      ? 'from the cache'
      : `in ${total.toFixed(1)} s (${stages.join(', ')} s; ${report.computed} now)`;
  const rebuilt = report.rebuilt === undefined ? '' : `, made again, for ${report.rebuilt}`;
  return `${dataset} ${part}: ${features.rows} x ${features.columns} ${spent}${rebuilt}: ${files.npy}\n`;
}

async function embedAll(
  model: Clip,
  name: string,
  { as, projected, precision, folder, json }: EmbedFlags,
): Promise<object[]> {
  const dataset = await openSayingNotes(name, as === undefined ? {} : { as });
  const options = { projected, precision: precisionFlag(precision), ...(folder ? { folder: resolve(folder) } : {}) };
  const rows: object[] = [];
  const add = (part: SplitName, embedded: EmbeddedSplit): void => {
    const { features, files, report, key } = embedded;
    rows.push({
      dataset: dataset.name,
      notes: dataset.notes,
      split: part,
      rows: features.rows,
      columns: features.columns,
      files,
      report,
      key,
    });
    if (!json) process.stdout.write(describe(dataset.name, part, embedded));
  };
  for (const part of ['train', 'validation'] as const)
    if (dataset.contents[part].images > 0)
      add(part, await cachedEmbeddings(model, dataset, part, dataset[part], options));
  add('test', await cachedEmbeddings(model, dataset, 'test', dataset.test.open(), options));
  return rows;
}

/** `cliplab embed`: a model's image embeddings of a dataset, computed once, as files for NumPy and pandas. */
export function registerEmbed(program: Command): void {
  program
    .command('embed')
    .description(
      'compute image embeddings once, as .npy with Parquet metadata; the same command resumes a run that was stopped',
    )
    .argument('<model>', 'e.g. mini-rn, ViT-B/32, or a folder')
    .argument(
      '<datasets...>',
      'tasks of the suite ("suite" for all), datasets of the paper, hub repositories or folders',
    )
    .option('--as <name>', "which of the paper's datasets a folder is, for its class names")
    .option('--no-projected', 'the features before the projection')
    .option('--precision <name>', 'auto, fp32 or bf16', 'fp32')
    .option('--folder <folder>', 'where they go (default: embeddings in the cache)')
    .option('--json', 'print files, times and keys as JSON')
    .action(async (modelName: string, names: string[], flags: EmbedFlags) => {
      stopOnInterrupt();
      const { model } = await loadModel(modelName);
      try {
        const suite = await taskNames();
        const results: object[] = [];
        for (const name of names.flatMap((given) => (given === 'suite' ? suite : [given])))
          results.push(...(await embedAll(model, name, flags)));
        if (flags.json) process.stdout.write(JSON.stringify({ model: modelName, embeddings: results }, null, 1) + '\n');
      } finally {
        model.dispose();
      }
    });
}
