import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromCSV } from 'arquero';
import { dataDirectory } from '../../io/projectPaths.js';
import { plainNumber } from '../../io/plainNumber.js';
import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';
import type { PairSet } from '../../datasets/iconwit/pairSet.js';
import type { Random } from '../../engine/random.js';
import type { Matrix } from '../../eval/matrix.js';
import { matrixRow } from '../../eval/matrix.js';
import type { Detector } from './detector.js';
import { distortImages, type Distortion } from './distortImages.js';
import { embedWithDetector } from './embedWithDetector.js';
import { nearestRows } from './nearestRows.js';

/** An image by a designer kept aside, which the detector was not trained on. */
export type ValidationRow = {
  /** "set:name" */
  readonly id: string;
  /** Similarity of the image with a copy as somebody might take it over, changed slightly. */
  readonly copy: number;
  /** With a copy altered as strongly as those that the detector was trained on. */
  readonly altered: number;
  /** Similarity of the image with the nearest training image, which another designer drew. */
  readonly other: number;
  /** That image, "set:name". */
  readonly nearest: string;
};

/** Where the repository keeps what `cliplab overlap --suite` found. */
export const overlapFolder = (): string => join(dataDirectory(), 'overlap');
export const VALIDATION_FILE = 'validation.csv';

/**
 * What a threshold is chosen from: of every validation image an altered copy, and the nearest image of the training
 * set.
 */
export async function validateDetector(
  detector: Detector,
  validation: PairSet,
  train: PairSet,
  trained: Matrix,
  { takenOver, distortion }: { readonly takenOver: Distortion; readonly distortion: Distortion },
  random: Random,
): Promise<ValidationRow[]> {
  const size = detector.config.vision.imageSize;
  const embedCopies = async (how: Distortion, label: string): Promise<Matrix> =>
    embedWithDetector(detector, await distortImages(validation.images, size, how, random), { label });
  const copied = await embedCopies(takenOver, 'slightly changed copies');
  const altered = await embedCopies(distortion, 'altered copies');
  const own = await embedWithDetector(detector, validation.images, { label: 'validation images' });
  const { indices, similarities } = await nearestRows(own, trained, 'search for validation images');
  return validation.ids.map((id, k) => ({
    id,
    copy: rounded(innerProduct(matrixRow(copied, k), matrixRow(own, k))),
    altered: rounded(innerProduct(matrixRow(altered, k), matrixRow(own, k))),
    other: rounded(similarities[k]!),
    nearest: train.ids[indices[k]!]!,
  }));
}

/** Similarities are kept to four decimals. */
export const rounded = (similarity: number): number => Number(similarity.toFixed(4));

function innerProduct(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, j) => sum + value * b[j]!, 0);
}

async function readRows(folder: string, file: string): Promise<Record<string, string>[]> {
  const path = join(folder, file);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined)
    throw new UserError(`${path} is missing; restore it from the repository, or run "cliplab overlap --suite".`);
  return fromCSV(text, { autoType: false }).objects() as Record<string, string>[];
}

/** Similarities of unit vectors in float32 may lie so much beyond 1. */
const ROUNDING = 1e-3;

/** A similarity of a row, -1..1. An empty cell is none, and not 0. @throws UserError naming the row */
function similarityOf(cell: string | undefined, column: string, file: string, row: number): number {
  const value = plainNumber(cell ?? '');
  if (Math.abs(value) <= 1 + ROUNDING) return value;
  throw new UserError(
    `${file} has ${told(cell ?? '')} for ${column} in row ${row + 1}, expected a number from -1 to 1; restore data/overlap from the repository.`,
  );
}

/**
 * The validation similarities that the repository holds.
 * @throws UserError where they are missing or damaged
 * @example
 * const similarities = from(await readDetectorValidation());
 * show(similarities.rollup({ copy: (d) => op.median(d.copy), other: (d) => op.median(d.other) }));
 */
export async function readDetectorValidation(folder: string = overlapFolder()): Promise<ValidationRow[]> {
  return (await readRows(folder, VALIDATION_FILE)).map(({ id, copy, altered, other, nearest }, k) => ({
    id: id!,
    copy: similarityOf(copy, 'copy', VALIDATION_FILE, k),
    altered: similarityOf(altered, 'altered', VALIDATION_FILE, k),
    other: similarityOf(other, 'other', VALIDATION_FILE, k),
    nearest: nearest!,
  }));
}

/** A validation image and its nearest training image, looked at. */
export type JudgedPair = {
  readonly id: string;
  readonly nearest: string;
  /** Whether they are the same drawing but for size, stroke, color or a small detail. */
  readonly same: boolean;
};

/**
 * The pairs that were judged by eye.
 * @throws UserError where they are missing or damaged
 * @example
 * show(from(await readJudgedPairs()).groupby('same').count());
 */
export async function readJudgedPairs(folder: string = overlapFolder()): Promise<JudgedPair[]> {
  const rows = await readRows(folder, 'judged.csv');
  return rows.map(({ id, nearest, same }, k) => {
    if (same !== '0' && same !== '1')
      throw new UserError(
        `judged.csv has ${told(same ?? '')} for same in row ${k + 1}, expected 0 or 1; restore data/overlap from the repository.`,
      );
    return { id: id!, nearest: nearest!, same: same === '1' };
  });
}

/** From which similarity on a task's images count as near-duplicates. */
export type TaskThreshold = { readonly task: string; readonly threshold: number; readonly why: string };

/**
 * Each task's own threshold: the validated one, but a higher one where looking at the pairs showed mistakes at it, as
 * the paper sets a threshold a dataset (sec 5). @throws UserError where they are missing or damaged
 */
export async function readTaskThresholds(folder: string = overlapFolder()): Promise<TaskThreshold[]> {
  const rows = await readRows(folder, 'thresholds.csv');
  return rows.map(({ task, threshold, why }, k) => ({
    task: task!,
    threshold: similarityOf(threshold, 'threshold', 'thresholds.csv', k),
    why: why!,
  }));
}
