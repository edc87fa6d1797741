import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../io/userError.js';
import { contentHash } from '../contentHash.js';
import { readFiles, type PictureSplit } from '../pictureSplit.js';
import type { SplitName } from '../suite/taskSource.js';
import { indexTar, openByteRange, type ByteRange, type TarPlace } from '../tar/indexTar.js';
import { samplePart } from '../tar/readSamples.js';
import { SPLIT_FOLDERS } from './imageFolder.js';
import type { Layout } from './layout.js';
import { readNpyVector } from './npyVector.js';

export const CLASS_NAMES_FILE = 'classnames.txt';
export const TEMPLATES_FILE = 'zeroshot_classification_templates.txt';
export const SHARD_COUNT_FILE = 'nshards.txt';

const PICTURES = ['webp', 'png', 'jpg', 'jpeg'];

/** Whether a folder is in the layout of clip-benchmark's webdatasets. */
export const isWebdataset = (folder: string): boolean => existsSync(join(folder, CLASS_NAMES_FILE));

interface Sample {
  readonly key: string;
  readonly shard: ByteRange;
  readonly path: string;
  readonly picture: TarPlace;
  /** One class, or one number a class. */
  readonly label: number | number[];
}

/**
 * A folder in the layout of clip-benchmark: `classnames.txt`, `zeroshot_classification_templates.txt`, and `test`, perhaps
 * `train` and `validation`, with tar shards `0.tar`, `1.tar`, ... of pictures and their labels (`.cls`, `.npy`).
 * Pictures are read from the shards when they are asked for.
 * @param wanted the splits to open, where not all
 * @throws UserError naming the shard or sample that is missing or damaged
 */
export async function readWebdataset(folder: string, wanted?: readonly SplitName[]): Promise<Layout> {
  const remedy = `fetch or restore ${folder} again.`;
  const lines = async (name: string): Promise<string[]> => {
    const text = await readFile(join(folder, name), 'utf8').catch(() => '');
    return text.split(/\r?\n/).filter((line) => line.trim() !== '');
  };
  const classNames = await lines(CLASS_NAMES_FILE);
  const templates = await lines(TEMPLATES_FILE);
  const splits: Partial<Record<SplitName, PictureSplit>> = {};
  for (const [split, names] of Object.entries(SPLIT_FOLDERS)) {
    const name = names.find((candidate) => existsSync(join(folder, candidate)));
    if (name === undefined || (wanted && !wanted.includes(split as SplitName))) continue;
    splits[split as SplitName] = await readShards(join(folder, name), classNames.length, remedy);
  }
  return { classNames, labels: 'numbered', splits, notes: [], ...(templates.length > 0 ? { templates } : {}) };
}

async function readShards(folder: string, classes: number, remedy: string): Promise<PictureSplit> {
  const counted = await readFile(join(folder, SHARD_COUNT_FILE), 'utf8').catch(() => undefined);
  const there = (await readdir(folder)).filter((name) => /^\d+\.tar$/.test(name)).length;
  const count = counted === undefined ? there : Number(counted.trim());
  if (!(Number.isInteger(count) && count > 0))
    throw new UserError(`${folder} holds no shards 0.tar, 1.tar, ...; ${remedy}`);
  const names = Array.from({ length: count }, (_, k) => `${k}.tar`);
  const samples: Sample[] = [];
  for (const name of names) samples.push(...(await readShard(join(folder, name), classes, remedy)));
  const several = samples.some(({ label }) => Array.isArray(label));
  const labelSets = several ? new Uint8Array(samples.length * classes) : undefined;
  const labels = Int32Array.from(samples, ({ label }, k) => {
    if (typeof label === 'number') {
      if (labelSets) labelSets[k * classes + label] = 1;
      return label;
    }
    label.forEach((present, c) => (labelSets![k * classes + c] = present ? 1 : 0));
    return label.findIndex((present) => present !== 0);
  });
  return {
    keys: samples.map(({ key }) => key),
    labels,
    ...(labelSets ? { labelSets } : {}),
    sha256: await contentHash(
      folder,
      names.map((name) => ({ name, path: join(folder, name) })),
    ),
    read: readFiles((k) => {
      const { key, shard, path, picture } = samples[k]!;
      return { name: `${path}: ${key}`, read: () => shard.read(picture.offset, picture.size) };
    }),
  };
}

async function readShard(path: string, classes: number, remedy: string): Promise<Sample[]> {
  const shard = await openByteRange(path, remedy);
  const parts = new Map<string, { picture?: TarPlace; label?: number | number[] }>();
  for await (const place of indexTar(shard, path, remedy)) {
    const { key, extension } = samplePart(place.name) ?? { key: '', extension: '' };
    const part = parts.get(key) ?? {};
    if (PICTURES.includes(extension)) parts.set(key, { ...part, picture: place });
    else if (extension === 'cls' || extension === 'npy') {
      const bytes = await shard.read(place.offset, Math.min(place.size, 1 << 20));
      const label = extension === 'cls' ? Number(Buffer.from(bytes).toString().trim() || NaN) : readNpyVector(bytes);
      parts.set(key, { ...part, ...(label === undefined ? {} : { label }) });
    }
  }
  return Array.from(parts, ([key, { picture, label }]) => {
    const sound =
      typeof label === 'number' ? Number.isInteger(label) && label >= 0 && label < classes : label?.length === classes;
    if (!picture || label === undefined || !sound)
      throw new UserError(`${path}: sample ${key} needs a picture and a label from 0 to ${classes - 1}; ${remedy}`);
    return { key, shard, path, picture, label };
  });
}
