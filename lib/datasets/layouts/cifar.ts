import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readFileWithin } from '../../io/readFileWithin.js';
import { createReadingBudget } from '../../io/readingBudget.js';
import { UserError } from '../../io/userError.js';
import { contentHash } from '../contentHash.js';
import { readSquares, type ImageSplit } from '../imageSplit.js';
import { readPositionedLines } from '../positionedLines.js';
import type { Layout } from './layout.js';

const SIDE = 32;
const PIXELS = SIDE * SIDE;
/** Several times what the files of a split hold, which stay in memory. */
const MAX_BYTES = 2 ** 30;

interface CifarFiles {
  readonly registered: string;
  readonly page: string;
  readonly folder: string;
  readonly names: string;
  readonly train: readonly string[];
  readonly test: readonly string[];
  /** Bytes of labels before a record's pixels; the last is the label. */
  readonly labelBytes: number;
}

const CIFAR: readonly CifarFiles[] = [
  {
    registered: 'CIFAR10',
    page: 'the binary version of https://www.cs.toronto.edu/~kriz/cifar.html',
    folder: 'cifar-10-batches-bin',
    names: 'batches.meta.txt',
    train: [1, 2, 3, 4, 5].map((k) => `data_batch_${k}.bin`),
    test: ['test_batch.bin'],
    labelBytes: 1,
  },
  {
    registered: 'CIFAR100',
    page: 'the binary version of https://www.cs.toronto.edu/~kriz/cifar.html',
    folder: 'cifar-100-binary',
    names: 'fine_label_names.txt',
    train: ['train.bin'],
    test: ['test.bin'],
    labelBytes: 2,
  },
];

function find(folder: string): { kind: CifarFiles; at: string } | undefined {
  for (const kind of CIFAR)
    for (const at of [folder, join(folder, kind.folder)]) if (existsSync(join(at, kind.names))) return { kind, at };
  return undefined;
}

/** Whether a folder is CIFAR-10 or CIFAR-100 in its binary version, or holds the archive's folder. */
export const isCifar = (folder: string): boolean => find(folder) !== undefined;

/** CIFAR-10 and CIFAR-100 as published, binary version. @throws UserError naming the file that is missing or damaged */
export async function readCifar(folder: string): Promise<Layout> {
  const { kind, at } = find(folder)!;
  const remedy = `fetch ${kind.page} again.`;
  const classNames = await readPositionedLines(join(at, kind.names), remedy);
  const read = (files: readonly string[]): Promise<ImageSplit> =>
    readBatches(at, files, kind, classNames.length, remedy);
  const splits = { train: await read(kind.train), test: await read(kind.test) };
  return { classNames, labels: 'numbered', splits, notes: [], registered: kind.registered };
}

async function readBatches(
  folder: string,
  files: readonly string[],
  { labelBytes }: CifarFiles,
  classes: number,
  remedy: string,
): Promise<ImageSplit> {
  const record = labelBytes + 3 * PIXELS;
  const keys: string[] = [];
  const labels: number[] = [];
  const planes: Uint8Array[] = [];
  const budget = createReadingBudget(folder, 'dataset', { bytes: MAX_BYTES });
  for (const file of files) {
    const path = join(folder, file);
    if (!existsSync(path)) throw new UserError(`${path} is missing; ${remedy}`);
    const bytes = await readFileWithin(path, budget);
    if (bytes.length === 0 || bytes.length % record !== 0)
      throw new UserError(
        `${path} is damaged: its ${bytes.length} bytes are no whole number of records of ${record}; ${remedy}`,
      );
    for (let at = 0; at < bytes.length; at += record) {
      const label = bytes[at + labelBytes - 1]!;
      if (label >= classes) throw new UserError(`${path} is damaged: there is no class ${label}; ${remedy}`);
      keys.push(`${file}/${at / record}`);
      labels.push(label);
      planes.push(bytes.subarray(at + labelBytes, at + record));
    }
  }
  const sha256 = await contentHash(
    folder,
    files.map((name) => ({ name, path: join(folder, name) })),
  );
  return {
    keys,
    labels: Int32Array.from(labels),
    sha256,
    // Red, green and blue are stored one behind the other.
    read: readSquares(SIDE, (k, pixels) => {
      const stored = planes[k]!;
      for (let i = 0; i < PIXELS; i++) for (let c = 0; c < 3; c++) pixels[3 * i + c] = stored[c * PIXELS + i]!;
    }),
  };
}
