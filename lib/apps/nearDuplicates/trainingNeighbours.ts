import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromCSV } from 'arquero';
import { decodeImage } from '../../image/decode/decodeImage.js';
import type { ImageBatch } from '../../image/imageBatch.js';
import { plainNumber } from '../../io/plainNumber.js';
import { UserError } from '../../io/userError.js';
import { overlapFolder } from './detectorValidation.js';

/** A test picture of the suite with the training picture nearest to it. */
export type NeighbourRow = {
  readonly task: string;
  /** The test picture: its key in the task. */
  readonly key: string;
  /** The training picture, "set:name". */
  readonly neighbour: string;
  readonly similarity: number;
  /** Of the training picture. */
  readonly licence: string;
  /** Where the training picture stands in the sheet; -1 where it is too unlike to be kept. */
  readonly picture: number;
};

export interface TrainingNeighbours {
  readonly rows: readonly NeighbourRow[];
  /** The training pictures that are kept, as `picture` counts them. */
  readonly images: ImageBatch;
}

export const NEIGHBOURS_FILE = 'neighbours.csv';
export const SHEET_FILE = 'neighbours.png';

/** Pictures stand side by side in one PNG, so many in a row, each so many pixels a side. */
export const SHEET = { across: 40, size: 48 } as const;

const REMEDY = 'restore data/overlap from the repository, or run "cliplab overlap --suite".';

/**
 * The nearest training picture of every test picture of the suite, as the repository holds it: found once over the whole training
 * set by `cliplab overlap --suite`, so that a clone without IconWIT can look at the leak.
 * @throws UserError where a file is missing or they do not belong together
 */
export async function readTrainingNeighbours(folder: string = overlapFolder()): Promise<TrainingNeighbours> {
  const path = join(folder, NEIGHBOURS_FILE);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  const sheet = await readFile(join(folder, SHEET_FILE)).catch(() => undefined);
  if (text === undefined || !sheet)
    throw new UserError(`${folder} lacks ${NEIGHBOURS_FILE} or ${SHEET_FILE}; ${REMEDY}`);
  const rows = (fromCSV(text, { autoType: false }).objects() as Record<keyof NeighbourRow, string>[]).map((row) => ({
    ...row,
    similarity: plainNumber(row.similarity ?? ''),
    picture: plainNumber(row.picture ?? ''),
  }));
  const wrong = rows.findIndex(
    ({ similarity, picture }) => !(Math.abs(similarity) <= 1.001 && Number.isInteger(picture) && picture >= -1),
  );
  if (wrong >= 0)
    throw new UserError(`${path} has no similarity, or no place of its picture, in row ${wrong + 1}; ${REMEDY}`);
  const count = 1 + Math.max(-1, ...rows.map(({ picture }) => picture));
  const images = cutSheet(await decodeImage(sheet), count);
  if (!images)
    throw new UserError(
      `${SHEET_FILE} in ${folder} has no place for the ${count} pictures of ${NEIGHBOURS_FILE}; ${REMEDY}`,
    );
  return { rows, images };
}

/** The sheet's first `count` pictures; undefined where it has not so many. */
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

/** The sheet of some pictures of `SHEET.size` pixels, on white. */
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
