import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeThumbnail } from '../../image/decode/decodeThumbnail.js';
import type { ImageBatch } from '../../image/imageBatch.js';
import { eachInParallel } from '../../io/eachInParallel.js';
import { parseJson } from '../../io/parseJson.js';
import { requireText } from '../../io/requireText.js';
import { dataDirectory } from '../../io/projectPaths.js';
import { UserError } from '../../io/userError.js';
import type { Dataset } from '../dataset.js';
import { readLines, readPositionedLines } from '../positionedLines.js';
import { readSquares, type ImageSplit } from '../imageSplit.js';
import { sealSplit, type SealedSplit } from '../sealedSplit.js';
import { readTaskShard, SUITE_REMEDY, type TaskShard } from './readTaskShard.js';
import { tasksOfSuite, type SuiteName } from './suites.js';
import { classNamesHash, type SplitRecord, type TaskFile } from './taskFile.js';
import { SPLIT_NAMES, type SplitName } from './taskSource.js';

/** Labeled images in memory. */
export interface Split extends ImageSplit {
  readonly images: ImageBatch;
}

/** A task of the suite, its splits of some kind. */
export type TaskOf<S extends ImageSplit> = Omit<TaskFile, 'splits'> &
  Omit<Dataset, 'train' | 'validation' | 'test'> & {
    readonly train: S;
    readonly validation: S;
    /** Opens once: for the final evaluation. */
    readonly test: SealedSplit<S>;
  };

/** A classification task in memory. */
export type Task = TaskOf<Split>;

/** Images of a task are kept decoded: none is larger. */
const MAX_SIDE = 1024;

function suiteFolder(): string {
  return join(dataDirectory(), 'suite');
}

/**
 * The tasks that are there, as their task.json describes them, by name: of the suite named, or all.
 * @throws UserError for a suite that is neither "first" nor "second"
 * @example
 * show(from(await listTasks('second')).select('name', 'title', 'classes', 'standsIn'));
 */
export async function listTasks(suite?: SuiteName, folder = suiteFolder()): Promise<TaskFile[]> {
  const listed = suite === undefined ? undefined : tasksOfSuite(suite);
  const names = (await taskFolders(folder)).filter((name) => listed?.includes(name) ?? true);
  return Promise.all(names.sort().map((name) => readTaskFile(folder, name)));
}

/** Whether the suite has a task of this name. */
export async function isTask(name: string): Promise<boolean> {
  return (await taskFolders(suiteFolder())).includes(name);
}

async function taskFolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

/**
 * Loads a task of the suite, images decoded at the size they are stored at.
 * @throws UserError for a task that is not there, a damaged shard, class names that are not those the labels were
 *   written for, or a label without a class.
 * @example
 * const { classNames, validation } = await loadTask('flags');
 * classNames[validation.labels[0]]; // what the first image of validation.images shows
 */
export async function loadTask(name: string, folder = suiteFolder()): Promise<Task> {
  return openTask(name, folder, decodedSplit);
}

/** The same task with its images decoded when they are asked for. */
export async function suiteDataset(name: string, folder = suiteFolder()): Promise<TaskOf<ImageSplit>> {
  return openTask(name, folder, packedSplit);
}

async function openTask<S extends ImageSplit>(
  name: string,
  folder: string,
  open: (shard: TaskShard, record: SplitRecord, size: number) => Promise<S> | S,
): Promise<TaskOf<S>> {
  requireText(name, 'the name of a task');
  const { splits, ...file } = await readTaskFile(folder, name);
  const classNames = await readPositionedLines(join(folder, name, 'classnames.txt'), SUITE_REMEDY);
  if (classNamesHash(classNames) !== file.classNamesSha256) {
    throw new UserError(
      `${join(folder, name, 'classnames.txt')} is not the list that the labels of ${name} were written for (another order ` +
        `or other names), so they would mean other classes; ${SUITE_REMEDY}`,
    );
  }
  const templatesFile = join(folder, name, 'zeroshot_classification_templates.txt');
  const templates = (await readLines(templatesFile)).filter((line) => line !== '');
  const load = async (split: SplitName): Promise<S> => {
    const shard = await readTaskShard(join(folder, name, split, '0.tar'), splits[split], classNames.length);
    return open(shard, splits[split], file.imageSize);
  };
  return {
    ...file,
    classNames,
    templates,
    contents: splits,
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
  let task: TaskFile | null;
  try {
    task = parseJson(text, path) as TaskFile | null;
  } catch {
    throw new UserError(`${path} is not valid JSON; ${SUITE_REMEDY}`);
  }
  if (!isWhole(task?.imageSize, 1, MAX_SIDE) || !SPLIT_NAMES.every((split) => isWhole(task?.splits?.[split]?.images)))
    throw new UserError(
      `${path} should state an imageSize up to ${MAX_SIDE} pixels and the images of each split; ${SUITE_REMEDY}`,
    );
  return task!;
}

const isWhole = (value: unknown, least = 0, most = Infinity): boolean =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

/** Decodes image k of a shard into RGB bytes [size, size, 3]. @throws UserError naming the sample */
async function decodeSample({ path, keys, images }: TaskShard, k: number, size: number): Promise<Uint8Array> {
  const decoded = await decodeThumbnail(images[k]!, size).catch(() => undefined);
  if (!decoded) throw new UserError(`${path}: the image of sample ${keys[k]} cannot be read; ${SUITE_REMEDY}`);
  return decoded;
}

function packedSplit(shard: TaskShard, record: SplitRecord, size: number): ImageSplit {
  const { keys, labels, labelSets } = shard;
  const read = readSquares(size, async (k, pixels) => pixels.set(await decodeSample(shard, k, size)));
  return { keys, labels, sha256: record.sha256, read, ...(labelSets ? { labelSets } : {}) };
}

async function decodedSplit(shard: TaskShard, record: SplitRecord, size: number): Promise<Split> {
  const stride = size * size * 3;
  const pixels = new Uint8Array(shard.keys.length * stride);
  await eachInParallel(shard.keys.length, async (k) => pixels.set(await decodeSample(shard, k, size), k * stride));
  const images = { count: shard.keys.length, height: size, width: size, pixels };
  const read = readSquares(size, (k, target) => target.set(pixels.subarray(k * stride, (k + 1) * stride)));
  return { ...packedSplit(shard, record, size), images, read };
}
