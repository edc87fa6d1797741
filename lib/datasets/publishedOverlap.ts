import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromCSV } from 'arquero';
import { dataDirectory } from '../io/projectPaths.js';

/** One number of the paper's overlap analysis (sec 5, Figure 17, appendix C). */
export type PublishedOverlap = {
  /** Null where it is of all datasets together. */
  readonly dataset: string | null;
  readonly quantity: string;
  readonly value: number;
  readonly unit: string;
  /** Whether the paper states it or it was read off a figure. */
  readonly source: string;
  readonly note: string | null;
};

/** One point of Figure 17, right: a dataset with overlap. Only seven of them are named there or in the text. */
export type PublishedOverlapPoint = {
  readonly dataset: string | null;
  readonly overlap_percent: number;
  /** Accuracy on all pictures less that on clean ones. */
  readonly accuracy_change_points: number;
  readonly significance: string;
};

async function rowsOf(file: string): Promise<object[]> {
  return fromCSV(await readFile(join(dataDirectory(), 'paper', file), 'utf8')).objects();
}

/** The paper's numbers on overlap between its training set and 35 datasets. */
export async function publishedOverlap(): Promise<PublishedOverlap[]> {
  return (await rowsOf('overlap.csv')) as PublishedOverlap[];
}

/** The points of the paper's Figure 17, right. */
export async function publishedOverlapPoints(): Promise<PublishedOverlapPoint[]> {
  return (await rowsOf('overlap_points.csv')) as PublishedOverlapPoint[];
}
