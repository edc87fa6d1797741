import type { Command } from 'commander';
import { openSayingNotes } from '../datasets/openSayingNotes.js';
import { findDataset } from '../datasets/registry/registeredDatasets.js';
import { isTask } from '../datasets/suite/loadTask.js';
import type { SplitName } from '../datasets/suite/taskSource.js';
import { embedFolder, type EmbeddedImages } from '../apps/nearDuplicates/embedFolder.js';
import { embedSplitImages } from '../apps/nearDuplicates/embedSplitImages.js';
import { loadDetector, type LoadedDetector } from '../apps/nearDuplicates/detectorFiles.js';
import { nearestRows } from '../apps/nearDuplicates/nearestRows.js';
import { csvText } from '../io/csvText.js';
import { UserError } from '../io/userError.js';
import { writeFileAtomic } from '../io/writeFileAtomic.js';
import { checkOutFile } from './checkOut.js';
import { plainNumber } from '../io/plainNumber.js';
import { stopOnInterrupt } from './processEnd.js';

interface OverlapFlags {
  readonly threshold?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly train?: boolean;
  readonly suite?: boolean;
}

/** One image of the first folder with the nearest of the second. */
type Pair = { readonly a: string; readonly b: string; readonly similarity: number };

/** A folder of images, or a split of a dataset as `name:train`, its test images where no split is named. */
async function embedNamed(loaded: LoadedDetector, named: string): Promise<EmbeddedImages> {
  const [, name = named, split] = /^(.+):(train|validation|test)$/.exec(named) ?? [];
  const isDataset = (await isTask(name)) || (await findDataset(name)) !== undefined;
  if (split === undefined && !isDataset) return embedFolder(loaded, named);
  const part = (split ?? 'test') as SplitName;
  const dataset = await openSayingNotes(name, part === 'test' ? { splits: ['test'] } : {});
  return embedSplitImages(loaded, part === 'test' ? dataset.test.open() : dataset[part], `${name} ${part}`);
}

function thresholdOf(flag: string | undefined, own: number): number {
  const threshold = flag === undefined ? own : plainNumber(flag);
  if (threshold >= -1 && threshold <= 1) return threshold;
  throw new UserError(`--threshold ${flag} is not a similarity from -1 to 1; leave it out for the validated ${own}.`);
}

const COLUMNS = ['a', 'b', 'similarity'];
/** How a table or JSON of this command begins. */
const isTable = (beginning: string): boolean =>
  beginning.startsWith(csvText([], COLUMNS)) || beginning.startsWith('{\n "a": ');

async function compare(first: string, second: string, flags: OverlapFlags): Promise<void> {
  if (flags.out !== undefined) await checkOutFile(flags.out, isTable);
  const loaded = await loadDetector();
  try {
    const threshold = thresholdOf(flags.threshold, loaded.threshold);
    const a = await embedNamed(loaded, first);
    const b = await embedNamed(loaded, second);
    const { indices, similarities } = await nearestRows(a.embeddings, b.embeddings, 'search');
    const pairs = a.names
      .map((name, k): Pair => ({ a: name, b: b.names[indices[k]!]!, similarity: Number(similarities[k]!.toFixed(4)) }))
      .filter(({ similarity }) => similarity >= threshold)
      .sort((one, other) => other.similarity - one.similarity);
    const skipped = { a: a.skipped, b: b.skipped };
    const result = {
      a: first,
      b: second,
      threshold,
      images: a.names.length,
      overlapping: pairs.length,
      skipped,
      pairs,
    };
    const text = flags.json ? JSON.stringify(result, null, 1) + '\n' : csvText(pairs, COLUMNS);
    if (flags.out === undefined) process.stdout.write(text);
    else await writeFileAtomic(flags.out, text);
    for (const [folder, { passedOver }] of [
      [first, a],
      [second, b],
    ] as const)
      if (passedOver !== '') process.stderr.write(`${folder}: passed over ${passedOver}\n`);
    const share = ((100 * pairs.length) / a.names.length).toFixed(1);
    const left = a.skipped.length + b.skipped.length;
    process.stderr.write(
      `${pairs.length} of ${a.names.length} images of ${first} (${share} %) have a near-duplicate in ${second}, at a similarity of ` +
        `${threshold} or more${left > 0 ? `; ${left} that cannot be read were left out` : ''}\n`,
    );
  } finally {
    loaded.detector.dispose();
  }
}

async function overlap(folders: readonly string[], flags: OverlapFlags): Promise<void> {
  stopOnInterrupt();
  if (flags.train || flags.suite) {
    if (folders.length > 0)
      throw new UserError('--train and --suite make what the checkout holds and take no folders.');
    const { trainNearDuplicates, searchTrainingSet } = await import('../apps/nearDuplicates/overlapJobs.js');
    if (flags.train) await trainNearDuplicates();
    await searchTrainingSet();
    return;
  }
  const [first, second] = folders;
  if (first === undefined || second === undefined || folders.length > 2)
    throw new UserError(
      `overlap compares two folders of images, found ${folders.length}; give both, e.g. "cliplab overlap test train".`,
    );
  await compare(first, second, flags);
}

/** `cliplab overlap`: which images of one folder have a near-duplicate in another. */
export function registerOverlap(program: Command): void {
  program
    .command('overlap')
    .description('find the images of one folder that have a near-duplicate in another; a run that was stopped goes on')
    .argument(
      '[folders...]',
      'two folders of images, or datasets by name (CIFAR10, CIFAR10:train): those to look for, and where',
    )
    .option('--threshold <similarity>', 'what counts as a near-duplicate (default: as validated)')
    .option('--out <path>', 'write the pairs there instead of printing them')
    .option('--json', 'JSON instead of CSV')
    .option('--train', 'train the detector again on IconWIT (then --suite)')
    .option('--suite', "search IconWIT's training set for the suite's test images again: what data/overlap holds")
    .action(overlap);
}
