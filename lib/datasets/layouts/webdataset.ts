import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { listFolder } from '../../io/listFolder.js';
import { createReadingBudget, type ReadingBudget } from '../../io/readingBudget.js';
import { UserError } from '../../io/userError.js';
import { contentHash } from '../contentHash.js';
import type { ImageSplit } from '../imageSplit.js';
import { readLines, readPositionedLines } from '../positionedLines.js';
import { SPLIT_NAMES, type SplitName } from '../suite/taskSource.js';
import { openByteRange } from '../tar/indexTar.js';
import type { Layout } from './layout.js';
import { readShardImages, unpackingBudget } from './shardImages.js';
import { shardNames } from './shardNames.js';
import { readShardSamples, type ShardSample } from './shardSamples.js';
import { passedOverNote, TOLD } from './passedOverNote.js';
import { splitFolder } from './splitFolders.js';

export const CLASS_NAMES_FILE = 'classnames.txt';
export const TEMPLATES_FILE = 'zeroshot_classification_templates.txt';

/** Whether a folder is in the layout of clip-benchmark's webdatasets. */
export const isWebdataset = (folder: string): boolean => existsSync(join(folder, CLASS_NAMES_FILE));

/**
 * A folder in the layout of clip-benchmark: `classnames.txt`, `zeroshot_classification_templates.txt`, and `test`,
 * perhaps `train` and `validation`, with tar shards `0.tar`, `1.tar`, ... of images and their labels (`.cls`, `.npy`).
 * Images are read from the shards when they are asked for. A sample's key is its path up to the first dot of its base
 * name; of several samples of one key the later ones have "#2" and so on behind it. What belongs to no sample is passed
 * over, and told in the notes.
 * @param wanted the splits to open, where not all
 * @throws UserError naming the shard, sample or line of names that is missing or damaged
 */
export async function readWebdataset(folder: string, wanted?: readonly SplitName[]): Promise<Layout> {
  const remedy = `fetch or restore ${folder} again.`;
  const classNames = await readPositionedLines(join(folder, CLASS_NAMES_FILE), remedy);
  const templatesFile = join(folder, TEMPLATES_FILE);
  const templates = existsSync(templatesFile)
    ? (await readLines(templatesFile)).filter((line) => line.trim() !== '')
    : [];
  const unpacked = unpackingBudget(folder);
  const splits: Partial<Record<SplitName, ImageSplit>> = {};
  const notes: string[] = [];
  const names: string[] = [];
  for await (const entry of listFolder(folder, createReadingBudget(folder, 'dataset')))
    if (entry.isDirectory() || entry.isSymbolicLink()) names.push(entry.name);
  names.sort();
  for (const split of SPLIT_NAMES) {
    const name = splitFolder(names, split, folder);
    if (name === undefined || (wanted && !wanted.includes(split))) continue;
    splits[split] = await readShards(join(folder, name), classNames.length, unpacked, remedy, notes);
  }
  return { classNames, labels: 'numbered', splits, notes, ...(templates.length > 0 ? { templates } : {}) };
}

async function readShards(
  folder: string,
  classes: number,
  unpacked: ReadingBudget,
  remedy: string,
  notes: string[],
): Promise<ImageSplit> {
  const names = await shardNames(folder, remedy, notes);
  const budget = createReadingBudget(folder, 'dataset');
  const samples: ShardSample[] = [];
  const passedOver: string[] = [];
  const further: string[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const shard = await openByteRange(path, unpacked, remedy);
    const content = await readShardSamples(shard, path, classes, budget, remedy);
    for (const sample of content.samples) samples.push(sample);
    for (const lost of content.passedOver) passedOver.push(`${name}/${lost}`);
    for (const other of content.further) further.push(`${name}/${other}`);
  }
  if (samples.length === 0) throw new UserError(`${folder} holds no images with labels in its shards; ${remedy}`);
  if (passedOver.length > 0)
    notes.push(passedOverNote(folder, `${passedOver.length} files that belong to no sample`, passedOver));
  if (further.length > 0)
    notes.push(passedOverNote(folder, `${further.length} further images and labels of samples that have one`, further));
  const several = samples.some(({ label }) => Array.isArray(label));
  if (several) budget.takeBytes(samples.length * classes);
  const labelSets = several ? new Uint8Array(samples.length * classes) : undefined;
  const labels = Int32Array.from(samples, ({ label }, k) => {
    if (typeof label === 'number') {
      if (labelSets) labelSets[k * classes + label] = 1;
      return label;
    }
    label.forEach((present, c) => (labelSets![k * classes + c] = present));
    return label.indexOf(1);
  });
  const without = labels.indexOf(-1);
  if (without >= 0)
    throw new UserError(`${samples[without]!.path}: sample ${samples[without]!.key} has none of the labels; ${remedy}`);
  const { keys, repeated } = uniqueKeys(samples.map(({ key }) => key));
  if (repeated.length > 0)
    notes.push(
      `${folder}: ${repeated.length} samples have the key of another; they are called ${repeated.slice(0, TOLD).join(', ')}${repeated.length > TOLD ? ', ...' : ''}.`,
    );
  return {
    keys,
    labels,
    ...(labelSets ? { labelSets } : {}),
    sha256: await contentHash(
      folder,
      names.map((name) => ({ name, path: join(folder, name) })),
    ),
    read: readShardImages(samples, keys),
  };
}

/** Every key once: the second of its kind has "#2" behind it, unless that is a key itself. */
function uniqueKeys(keys: readonly string[]): { keys: string[]; repeated: string[] } {
  const all = new Set(keys);
  if (all.size === keys.length) return { keys: [...keys], repeated: [] };
  const counts = new Map<string, number>();
  const repeated: string[] = [];
  const unique = keys.map((key) => {
    let count = (counts.get(key) ?? 0) + 1;
    if (count > 1) while (all.has(`${key}#${count}`)) count++;
    counts.set(key, count);
    if (count === 1) return key;
    repeated.push(`${key}#${count}`);
    return `${key}#${count}`;
  });
  return { keys: unique, repeated };
}
