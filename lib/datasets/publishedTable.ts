import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromCSV } from 'arquero';
import { dataDirectory } from '../io/projectPaths.js';
import { plainNumber } from '../io/plainNumber.js';
import { UserError } from '../io/userError.js';

/** The columns of the tables in data/paper, in their order; `?` where a row may leave one empty. */
const TABLES = {
  datasets: {
    dataset: 'text',
    short_name: 'text',
    paper_name: 'text',
    table9_order: 'number?',
    suite: 'text',
    classes: 'number',
    prompt_classes: 'number?',
    train_size: 'number?',
    test_size: 'number?',
    metric: 'text',
    source: 'text',
    note: 'text?',
  },
  zero_shot: {
    model: 'text',
    dataset: 'text',
    metric: 'text',
    score: 'number',
    source: 'text',
  },
  linear_probe: {
    family: 'text',
    model: 'text',
    dataset: 'text',
    metric: 'text',
    score: 'number',
    in_top_ci: 'number',
    source: 'text',
  },
  linear_probe_average: {
    family: 'text',
    model: 'text',
    suite: 'text',
    n_datasets: 'number',
    average_score: 'number',
    source: 'text',
  },
  model_gflops: {
    family: 'text',
    model: 'text',
    gflops_per_image: 'number',
    source: 'text',
    note: 'text',
  },
  prompt_ensembling: {
    ref: 'text?',
    model: 'text?',
    gflops_per_image: 'number?',
    condition: 'text',
    quantity: 'text',
    value: 'number',
    unit: 'text',
    source: 'text',
    note: 'text?',
  },
  zero_shot_vs_linear_probe: {
    dataset: 'text',
    delta_points: 'number',
    delta_from_tables: 'number',
    source: 'text',
    note: 'text?',
  },
  few_shot: {
    ref: 'text',
    series: 'text',
    model: 'text?',
    dataset: 'text?',
    shots: 'number?',
    quantity: 'text',
    value: 'number',
    unit: 'text',
    source: 'text',
    note: 'text?',
  },
  zero_shot_vs_own_linear_probe: {
    dataset: 'text',
    linear_probe_score: 'number',
    zero_shot_score: 'number',
    source: 'text',
    note: 'text?',
  },
  scaling: {
    ref: 'text',
    model: 'text?',
    gflops_per_image: 'number?',
    quantity: 'text',
    value: 'number',
    unit: 'text',
    source: 'text',
  },
  linear_probe_vs_noisy_student: {
    dataset: 'text',
    delta_points: 'number',
    delta_from_tables: 'number',
    source: 'text',
    note: 'text?',
  },
  efficiency: {
    ref: 'text',
    objective: 'text',
    images_processed_millions: 'number?',
    quantity: 'text',
    value: 'number',
    unit: 'text',
    source: 'text',
    note: 'text?',
  },
  overlap: {
    dataset: 'text?',
    quantity: 'text',
    value: 'number',
    unit: 'text?',
    source: 'text',
    note: 'text',
  },
  overlap_points: {
    point: 'number',
    dataset: 'text?',
    overlap_percent: 'number',
    accuracy_change_points: 'number',
    significance: 'text',
    source: 'text',
  },
  retrieval: {
    setting: 'text',
    method: 'text',
    dataset: 'text',
    retrieved: 'text',
    k: 'number',
    recall_percent: 'number',
    source: 'text',
  },
  secondary_retrieval: {
    model: 'text',
    dataset: 'text',
    retrieved: 'text',
    k: 'number',
    recall_percent: 'number',
    source: 'text',
  },
  human: {
    subject: 'text',
    shots: 'text',
    dataset: 'text',
    measure: 'text',
    score: 'number',
    source: 'text',
  },
  human_per_class: {
    class: 'text',
    rank: 'number',
    subject: 'text',
    shots: 'text',
    accuracy: 'number',
    source: 'text',
  },
} as const;

/** The tables in data/paper, each with its columns: `?` marks those that a row may leave empty. */
export type PublishedTables = typeof TABLES;

/** A table of data/paper: see its README for what each holds. */
export type PublishedTableName = keyof PublishedTables;

/** Numbers and texts of a row; what it leaves empty is absent. */
export type PublishedRow<Name extends PublishedTableName> = {
  readonly [
    Column in keyof PublishedTables[Name] as PublishedTables[Name][Column] extends 'number' | 'text' ? Column : never
  ]: PublishedTables[Name][Column] extends 'number' ? number : string;
} & {
  readonly [
    Column in keyof PublishedTables[Name] as PublishedTables[Name][Column] extends 'number' | 'text' ? never : Column
  ]?: PublishedTables[Name][Column] extends 'number?' ? number : string;
};

/** Names of the published tables. */
export const PUBLISHED_TABLES = Object.keys(TABLES) as PublishedTableName[];

/**
 * Numbers the paper publishes, to show beside what is measured here: scores in percent, differences in percentage
 * points, each row with its `source` (data/paper/README.md says how far to trust it).
 * @throws UserError where the table is missing, has other columns, or a cell is not what its column holds
 * @example
 * const scores = from(await publishedTable('zero_shot'));
 * show(scores.groupby('model').rollup({ average: (d) => op.mean(d.score) }));
 * show(PUBLISHED_TABLES.join(', '));
 */
export async function publishedTable<Name extends PublishedTableName>(name: Name): Promise<PublishedRow<Name>[]> {
  const path = join(dataDirectory(), 'paper', `${name}.csv`);
  const damaged = (what: string): UserError =>
    new UserError(`${path} ${what}; restore data/paper from the repository.`);
  const kinds: Readonly<Record<string, string>> = TABLES[name];
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) throw damaged('is missing');
  const table = fromCSV(text, { autoType: false });
  const columns = Object.keys(kinds);
  if (table.columnNames().join() !== columns.join()) throw damaged(`should have the columns ${columns.join(', ')}`);
  return (table.objects() as Record<string, string | null | undefined>[]).map((cells, k) => {
    const row: Record<string, string | number> = {};
    for (const [column, kind] of Object.entries(kinds)) {
      const cell = cells[column] ?? '';
      if (cell === '' && kind.endsWith('?')) continue;
      const value = kind.startsWith('number') ? plainNumber(cell) : cell;
      if (value === '' || Number.isNaN(value)) throw damaged(`has "${cell}" for ${column} in row ${k + 1}`);
      row[column] = value;
    }
    return row as unknown as PublishedRow<Name>;
  });
}
