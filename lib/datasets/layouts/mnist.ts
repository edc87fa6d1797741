import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipWithin, isGzip } from '../../io/gunzipWithin.js';
import { readFileWithin } from '../../io/readFileWithin.js';
import { createReadingBudget } from '../../io/readingBudget.js';
import { UserError } from '../../io/userError.js';
import { contentHash } from '../contentHash.js';
import { readSquares, type ImageSplit } from '../imageSplit.js';
import type { Layout } from './layout.js';

const SIDE = 28;
const REMEDY = 'fetch the four files of MNIST again (http://yann.lecun.com/exdb/mnist/ or a mirror of it).';
/** More than the largest of the files unpacks to. */
const MAX_BYTES = 1 << 26;

/** The files are found as they are published, unpacked or not, with a dot or a hyphen before "idx". */
function find(folder: string, part: 'train' | 't10k', kind: 'images-idx3' | 'labels-idx1'): string | undefined {
  const names = [kind, kind.replace('-', '.')].map((name) => `${part}-${name}-ubyte`);
  const places = [folder, join(folder, 'MNIST', 'raw'), join(folder, 'raw')];
  const paths = places.flatMap((place) => names.flatMap((name) => [join(place, name), join(place, `${name}.gz`)]));
  return paths.find((path) => existsSync(path));
}

/** Whether a folder holds MNIST's files, as published. */
export const isMnist = (folder: string): boolean => find(folder, 't10k', 'images-idx3') !== undefined;

/** MNIST in its official idx files, gzip or not. @throws UserError naming the file that is missing or damaged */
export async function readMnist(folder: string): Promise<Layout> {
  const splits = { train: await readPart(folder, 'train'), test: await readPart(folder, 't10k') };
  const classNames = Array.from({ length: 10 }, (_, digit) => String(digit));
  return { classNames, labels: 'numbered', splits, notes: [], registered: 'MNIST' };
}

async function readPart(folder: string, part: 'train' | 't10k'): Promise<ImageSplit> {
  const images = await readIdx(folder, part, 'images-idx3', [SIDE, SIDE]);
  const digits = await readIdx(folder, part, 'labels-idx1', []);
  if (images.count !== digits.count)
    throw new UserError(
      `${images.path} has ${images.count} images and ${digits.path} ${digits.count} labels; ${REMEDY}`,
    );
  const wrong = digits.values.find((digit) => digit > 9);
  if (wrong !== undefined) throw new UserError(`${digits.path} is damaged: there is no digit ${wrong}; ${REMEDY}`);
  const files = [images, digits].map(({ path }, k) => ({ name: `${part}-${k}`, path }));
  return {
    keys: Array.from(digits.values, (_, k) => `${part}/${k}`),
    labels: Int32Array.from(digits.values),
    sha256: await contentHash(folder, files),
    read: readSquares(SIDE, (k, pixels) => {
      const gray = images.values.subarray(k * SIDE * SIDE, (k + 1) * SIDE * SIDE);
      gray.forEach((level, i) => pixels.fill(level, 3 * i, 3 * i + 3));
    }),
  };
}

/** Bytes [count, ...shape] of an idx file. */
async function readIdx(
  folder: string,
  part: 'train' | 't10k',
  kind: 'images-idx3' | 'labels-idx1',
  shape: readonly number[],
): Promise<{ path: string; count: number; values: Uint8Array }> {
  const path = find(folder, part, kind);
  if (path === undefined) throw new UserError(`${part}-${kind}-ubyte is missing in ${folder}; ${REMEDY}`);
  const bytes = await readUnpacked(path);
  const header = 8 + 4 * shape.length;
  const magic = 0x800 + 1 + shape.length;
  const count = bytes.length >= header ? bytes.readUInt32BE(4) : 0;
  const fits = bytes.length === header + count * shape.reduce((product, side) => product * side, 1);
  const alike = shape.every((side, k) => fits && bytes.readUInt32BE(8 + 4 * k) === side);
  if (!fits || !alike || bytes.readUInt32BE(0) !== magic)
    throw new UserError(`${path} is no whole idx file of ${['images', ...shape].join(' x ')} bytes; ${REMEDY}`);
  return { path, count, values: bytes.subarray(header) };
}

async function readUnpacked(path: string): Promise<Buffer> {
  const bytes = await readFileWithin(path, createReadingBudget(path, 'dataset', { bytes: MAX_BYTES }));
  if (!path.endsWith('.gz')) return bytes;
  if (!isGzip(bytes)) throw new UserError(`${path} is damaged: it is no gzip file; ${REMEDY}`);
  return gunzipWithin(bytes, path, createReadingBudget(path, 'dataset', { bytes: MAX_BYTES }), REMEDY);
}
