import { from, type ColumnTable } from 'arquero';
import { suiteDataset } from '../../datasets/suite/loadTask.js';
import { taskNames } from '../../datasets/suite/taskNames.js';
import type { ImageSplit } from '../../datasets/imageSplit.js';
import type { ImageBatch } from '../../image/imageBatch.js';
import { selectImages } from '../../image/selectImages.js';
import { requireNumber } from '../../io/requireNumber.js';
import { UserError } from '../../io/userError.js';
import { overlapFolder, readTaskThresholds } from './detectorValidation.js';
import { readTrainingNeighbors, type NeighborRow } from './trainingNeighbors.js';

/** A test image of the suite, the training image nearest to it, and whether they count as near-duplicates. */
export type SuiteNeighbor = NeighborRow & {
  readonly title: string;
  /** Its place in the test split. */
  readonly position: number;
  /** From which similarity on the task's images count as near-duplicates, and why. */
  readonly threshold: number;
  readonly why: string;
  readonly overlaps: boolean;
};

/** Images side by side, as `pairsFigure` takes them. */
export interface ImagePairs {
  readonly left: ImageBatch;
  readonly right: ImageBatch;
  readonly captions: readonly string[];
}

/** What `suiteNeighbors` finds. */
export interface SuiteNeighbors {
  /** One row a test image, `SuiteNeighbor`, task after task. */
  readonly table: ColumnTable;
  /**
   * Test images beside their nearest training images, with similarity and names.
   * @param rows of `table`, with a `image` that is kept
   * @throws UserError where one is not kept
   */
  readonly pairs: (rows: ColumnTable | Iterable<SuiteNeighbor>) => Promise<ImagePairs>;
}

/** Where `suiteNeighbors` looks. */
export interface SuiteNeighborsOptions {
  /** Default: all of the suite. */
  readonly tasks?: readonly string[];
  /** One threshold for all tasks. Default: each task's own, see `readTaskThresholds`. */
  readonly threshold?: number | undefined;
  /** Where the search left what it found. Default data/overlap. */
  readonly folder?: string;
}

/**
 * What the search of the training set found (paper sec 5): every test image of the suite with its nearest training
 * image. The search itself is `cliplab overlap --suite`; what it found is in data/overlap.
 * @throws UserError for a task that is not of the suite, or where data/overlap is missing or was found for other test
 *   images
 * @example
 * const { table } = await suiteNeighbors();
 * show(table.groupby('task').rollup({ share: (d) => op.mean(d.overlaps) }));
 */
export async function suiteNeighbors({
  tasks,
  threshold,
  folder = overlapFolder(),
}: SuiteNeighborsOptions = {}): Promise<SuiteNeighbors> {
  if (threshold !== undefined) requireNumber(threshold, 'the threshold');
  const { rows, images } = await readTrainingNeighbors(folder);
  const thresholds = await readTaskThresholds(folder);
  const splits = new Map<string, ImageSplit>();
  const found: SuiteNeighbor[] = [];
  for (const name of tasks ?? (await taskNames())) {
    const { title, test } = await suiteDataset(name);
    const split = test.open();
    splits.set(name, split);
    const own = rows.filter(({ task }) => task === name);
    const line = thresholds.find(({ task }) => task === name);
    if (!line || own.map(({ key }) => key).join('\n') !== split.keys.join('\n'))
      throw new UserError(
        `${folder} was found for other test images of ${name}: restore it from the repository, or run "cliplab overlap --suite".`,
      );
    const cut =
      threshold === undefined
        ? { threshold: line.threshold, why: line.why }
        : { threshold, why: 'one threshold for all' };
    own.forEach((row, position) =>
      found.push({ ...row, title, position, ...cut, overlaps: row.similarity >= cut.threshold }),
    );
  }
  return { table: from(found), pairs: async (chosen) => pairsOf([...chosen] as SuiteNeighbor[], splits, images) };
}

async function pairsOf(
  rows: readonly SuiteNeighbor[],
  splits: ReadonlyMap<string, ImageSplit>,
  kept: ImageBatch,
): Promise<ImagePairs> {
  const right = selectImages(
    kept,
    rows.map(({ image }) => image),
  );
  const left: ImageBatch[] = [];
  // The suite's images are all of one size.
  for (const { task, position } of rows)
    for await (const batch of splits.get(task)!.read([position], kept.width, { batchSize: 1 })) left.push(batch);
  const captions = rows.map(({ similarity, key, neighbor }) =>
    `${similarity.toFixed(2)} ${key} | ${neighbor}`.replaceAll(/[_:]/g, ' '),
  );
  const pixels = Uint8Array.from(Buffer.concat(left.map((one) => one.pixels)));
  return { left: { ...(left[0] ?? kept), count: rows.length, pixels }, right, captions };
}
