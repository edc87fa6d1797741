import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeThumbnail } from '../../image/decodeThumbnail.js';
import type { ImageBatch } from '../../image/imageBatch.js';
import { eachInParallel } from '../../io/eachInParallel.js';
import { dataDirectory } from '../../io/projectPaths.js';
import { sha256 } from '../../io/sha256.js';
import { UserError } from '../../io/userError.js';
import { sealSplit, type SealedSplit } from '../sealedSplit.js';
import { readSamples } from '../tar/readSamples.js';
import { readTar } from '../tar/readTar.js';
import { readNpyLabels } from './npyLabels.js';
import { classNamesHash, type SplitRecord, type TaskFile } from './taskFile.js';
import type { SplitName } from './taskSource.js';

/** Labelled pictures. */
export interface Split {
  readonly images: ImageBatch;
  /** [count], positions in the class names; of several labels the first. */
  readonly labels: Int32Array;
  /** [count, classes], 1 where a picture has the label: in a task where it may have several. */
  readonly labelSets?: Uint8Array;
  /** Per picture, which one of which source, e.g. "noto_grinning-face". */
  readonly keys: readonly string[];
}

/** A classification task in memory. */
export interface Task extends Omit<TaskFile, 'splits'> {
  readonly classNames: readonly string[];
  /** Prompts with `{c}` for the class name. */
  readonly templates: readonly string[];
  readonly train: Split;
  readonly validation: Split;
  /** Opens once: for the final evaluation. */
  readonly test: SealedSplit<Split>;
}

const REMEDY = 'restore data/suite from the repository, or run "cliplab data build suite".';

/** A gzip file that claims to unpack to more is refused. */
const MAX_SHARD_BYTES = 1 << 30;

function suiteFolder(): string {
  return join(dataDirectory(), 'suite');
}

/** The tasks that are there, as their task.json describes them, by name. */
export async function listTasks(folder = suiteFolder()): Promise<TaskFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(names.sort().map((name) => readTaskFile(folder, name)));
}

/**
 * Loads a task of the suite, pictures decoded at the size they are stored at.
 * @throws UserError for a task that is not there, a damaged shard, class names that are not those the labels were written for, or
 * a label without a class.
 */
export async function loadTask(name: string, folder = suiteFolder()): Promise<Task> {
  const { splits, ...file } = await readTaskFile(folder, name);
  const classNames = await readLines(join(folder, name, 'classnames.txt'));
  if (classNamesHash(classNames) !== file.classNamesSha256) {
    throw new UserError(
      `${join(folder, name, 'classnames.txt')} is not the list that the labels of ${name} were written for (another order ` +
        `or other names), so they would mean other classes; ${REMEDY}`,
    );
  }
  const templates = await readLines(join(folder, name, 'zeroshot_classification_templates.txt'));
  const load = (split: SplitName): Promise<Split> =>
    loadSplit(join(folder, name, split, '0.tar'), splits[split], file.imageSize, classNames.length);
  return {
    ...file,
    classNames,
    templates,
    train: await load('train'),
    validation: await load('validation'),
    test: sealSplit(`The test split of ${name}`, await load('test')),
  };
}

async function readTaskFile(folder: string, name: string): Promise<TaskFile> {
  const path = join(folder, name, 'task.json');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) {
    const names = (await readdir(folder).catch(() => [])).filter((entry) => !entry.includes('.'));
    throw new UserError(`there is no task "${name}" in ${folder}; the tasks there are ${names.join(', ') || 'none'}.`);
  }
  try {
    return JSON.parse(text) as TaskFile;
  } catch {
    throw new UserError(`${path} is not valid JSON; ${REMEDY}`);
  }
}

async function readLines(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) throw new UserError(`${path} is missing; ${REMEDY}`);
  return text.split(/\r?\n/).filter((line) => line !== '');
}

async function loadSplit(path: string, record: SplitRecord, size: number, classes: number): Promise<Split> {
  const bytes = await readFile(path).catch(() => undefined);
  if (!bytes) throw new UserError(`${path} is missing; ${REMEDY}`);
  if (sha256(bytes) !== record.sha256)
    throw new UserError(`${path} is damaged: its hash is not that of task.json; ${REMEDY}`);
  const samples = [...readSamples(readTar(unzipped(bytes, path), path, REMEDY))];
  const stride = size * size * 3;
  const pixels = new Uint8Array(samples.length * stride);
  const labels = new Int32Array(samples.length);
  const several = samples[0]?.files.has('npy');
  const labelSets = several ? new Uint8Array(samples.length * classes) : undefined;
  await eachInParallel(samples.length, async (k) => {
    const { key, files } = samples[k]!;
    const picture = files.get('png') ?? files.get('webp');
    const present = several ? readNpyLabels(files.get('npy') ?? new Uint8Array(), classes) : undefined;
    const label = several ? (present?.indexOf(1) ?? -1) : classOf(files.get('cls'));
    if (!picture || !Number.isInteger(label) || label < 0 || label >= classes) {
      throw new UserError(`${path}: sample ${key} needs a picture and a label from 0 to ${classes - 1}; ${REMEDY}`);
    }
    labels[k] = label;
    if (present) labelSets!.set(present, k * classes);
    const decoded = await decodeThumbnail(picture, size).catch(() => undefined);
    if (!decoded) throw new UserError(`${path}: the picture of sample ${key} cannot be read; ${REMEDY}`);
    pixels.set(decoded, k * stride);
  });
  const images = { count: samples.length, height: size, width: size, pixels };
  return { images, labels, keys: samples.map((sample) => sample.key), ...(labelSets ? { labelSets } : {}) };
}

/** The tar inside; shards of other tools may be plain. */
function unzipped(bytes: Uint8Array, path: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_SHARD_BYTES });
  } catch {
    throw new UserError(`${path} is damaged: it cannot be unpacked; ${REMEDY}`);
  }
}

function classOf(text: Uint8Array | undefined): number {
  return Number(Buffer.from(text ?? []).toString() || NaN);
}
