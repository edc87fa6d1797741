import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromCSV } from 'arquero';
import { decodeRgb } from '../../image/decode/decodeRgb.js';
import type { ImageBatch } from '../../image/imageBatch.js';
import { plainNumber } from '../../io/plainNumber.js';
import { UserError } from '../../io/userError.js';
import { overlapFolder } from './detectorValidation.js';

/** A test image of the suite with the training image nearest to it. */
export type NeighborRow = {
  readonly task: string;
  /** The test image: its key in the task. */
  readonly key: string;
  /** The training image, "set:name". */
  readonly neighbor: string;
  readonly similarity: number;
  /** Of the training image. */
  readonly license: string;
  /** Where the training image stands in the sheet; -1 where it is too unlike to be kept. */
  readonly image: number;
};

export interface TrainingNeighbors {
  readonly rows: readonly NeighborRow[];
  /** The training images that are kept, as `image` counts them. */
  readonly images: ImageBatch;
}

export const NEIGHBORS_FILE = 'neighbors.csv';
export const SHEET_FILE = 'neighbors.png';

/** Images stand side by side in one PNG, so many in a row, each so many pixels a side. */
export const SHEET = { across: 40, size: 48 } as const;

const REMEDY = 'restore data/overlap from the repository, or run "cliplab overlap --suite".';

/**
 * The nearest training image of every test image of the suite, as the repository holds it: found once over the whole
 * training set by `cliplab overlap --suite`, so that a clone without IconWIT can look at the leak.
 * @throws UserError where a file is missing or they do not belong together
 */
export async function readTrainingNeighbors(folder: string = overlapFolder()): Promise<TrainingNeighbors> {
  const path = join(folder, NEIGHBORS_FILE);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  const sheet = await readFile(join(folder, SHEET_FILE)).catch(() => undefined);
  if (text === undefined || !sheet)
    throw new UserError(`${folder} lacks ${NEIGHBORS_FILE} or ${SHEET_FILE}; ${REMEDY}`);
  const rows = (fromCSV(text, { autoType: false }).objects() as Record<keyof NeighborRow, string>[]).map((row) => ({
    ...row,
    similarity: plainNumber(row.similarity ?? ''),
    image: plainNumber(row.image ?? ''),
  }));
  const wrong = rows.findIndex(
    ({ similarity, image }) => !(Math.abs(similarity) <= 1.001 && Number.isInteger(image) && image >= -1),
  );
  if (wrong >= 0)
    throw new UserError(`${path} has no similarity, or no place of its image, in row ${wrong + 1}; ${REMEDY}`);
  const count = 1 + Math.max(-1, ...rows.map(({ image }) => image));
  const images = cutSheet(await decodeRgb(sheet), count);
  if (!images)
    throw new UserError(
      `${SHEET_FILE} in ${folder} has no place for the ${count} images of ${NEIGHBORS_FILE}; ${REMEDY}`,
    );
  return { rows, images };
}

/** The sheet's first `count` images; undefined where it has not so many. */
function cutSheet(
  { height, width, pixels }: { height: number; width: number; pixels: Uint8Array },
  count: number,
): ImageBatch | undefined {
  const { across, size } = SHEET;
  if (width !== across * size || height < Math.ceil(count / across) * size) return undefined;
  const cut = new Uint8Array(count * size * size * 3);
  for (let k = 0; k < count; k++)
    for (let y = 0; y < size; y++) {
      const from = 3 * ((Math.floor(k / across) * size + y) * width + (k % across) * size);
      cut.set(pixels.subarray(from, from + 3 * size), 3 * size * (k * size + y));
    }
  return { count, height: size, width: size, pixels: cut };
}

/** The sheet of some images of `SHEET.size` pixels, on white. */
export function pasteSheet({ count, pixels }: ImageBatch): { height: number; width: number; pixels: Uint8Array } {
  const { across, size } = SHEET;
  const width = across * size;
  const height = Math.max(1, Math.ceil(count / across)) * size;
  const sheet = new Uint8Array(height * width * 3).fill(255);
  for (let k = 0; k < count; k++)
    for (let y = 0; y < size; y++)
      sheet.set(
        pixels.subarray(3 * size * (k * size + y), 3 * size * (k * size + y + 1)),
        3 * ((Math.floor(k / across) * size + y) * width + (k % across) * size),
      );
  return { height, width, pixels: sheet };
}
