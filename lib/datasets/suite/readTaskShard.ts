import { existsSync } from 'node:fs';
import { gunzipWithin, isGzip } from '../../io/gunzipWithin.js';
import { readFileWithin } from '../../io/readFileWithin.js';
import { createReadingBudget } from '../../io/readingBudget.js';
import { sha256 } from '../../io/sha256.js';
import { UserError } from '../../io/userError.js';
import { readSamples } from '../tar/readSamples.js';
import { readTar } from '../tar/readTar.js';
import { readNpyLabels } from './npyLabels.js';
import type { SplitRecord } from './taskFile.js';

/** What to do about a damaged task. */
export const SUITE_REMEDY = 'restore data/suite from the repository, or run "cliplab data build suite".';

/** A shard is in memory with all its images: more than this, packed or not, is refused. */
const MAX_SHARD_BYTES = 2 ** 30;

/** A split of a task with its images still packed. */
export interface TaskShard {
  readonly path: string;
  readonly keys: readonly string[];
  /** [count], of several labels the first. */
  readonly labels: Int32Array;
  /** [count, classes] */
  readonly labelSets?: Uint8Array;
  /** PNG or WebP files. */
  readonly images: readonly Uint8Array[];
}

/**
 * Reads a split's only shard.
 * @throws UserError where it is not the one of task.json, or a sample lacks an image or a class
 */
export async function readTaskShard(path: string, record: SplitRecord, classes: number): Promise<TaskShard> {
  if (!existsSync(path)) throw new UserError(`${path} is missing; ${SUITE_REMEDY}`);
  const bytes = await readFileWithin(path, createReadingBudget(path, 'dataset', { bytes: MAX_SHARD_BYTES }));
  if (sha256(bytes) !== record.sha256)
    throw new UserError(`${path} is damaged: its hash is not that of task.json; ${SUITE_REMEDY}`);
  const samples = [...readSamples(readTar(unzipped(bytes, path), path, SUITE_REMEDY))];
  const labels = new Int32Array(samples.length);
  const several = samples[0]?.files.has('npy');
  const labelSets = several ? new Uint8Array(samples.length * classes) : undefined;
  const images = samples.map(({ key, files }, k) => {
    const image = files.get('png') ?? files.get('webp');
    const present = several ? readNpyLabels(files.get('npy') ?? new Uint8Array(), classes) : undefined;
    const label = several ? (present?.indexOf(1) ?? -1) : classOf(files.get('cls'));
    if (!image || !Number.isInteger(label) || label < 0 || label >= classes) {
      throw new UserError(
        `${path}: sample ${key} needs an image and a label from 0 to ${classes - 1}; ${SUITE_REMEDY}`,
      );
    }
    labels[k] = label;
    if (present) labelSets!.set(present, k * classes);
    return image;
  });
  return { path, keys: samples.map(({ key }) => key), labels, images, ...(labelSets ? { labelSets } : {}) };
}

/** The tar inside; shards of other tools may be plain. */
function unzipped(bytes: Uint8Array, path: string): Uint8Array {
  if (!isGzip(bytes)) return bytes;
  return gunzipWithin(bytes, path, createReadingBudget(path, 'dataset', { bytes: MAX_SHARD_BYTES }), SUITE_REMEDY);
}

function classOf(text: Uint8Array | undefined): number {
  return Number(Buffer.from(text ?? []).toString() || NaN);
}
