import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromCSV } from 'arquero';
import { dataDirectory } from '../io/projectPaths.js';

/** The size of a dataset as the paper states it. */
export type PublishedSize = {
  readonly dataset: string;
  readonly images: number;
  readonly note: string;
  readonly source: string;
};

/**
 * Sizes of the datasets that the paper names when it explains why it collects its own (sec 2.2), smallest first.
 * @example
 * show(from(await publishedSizes()).select('dataset', 'images'));
 */
export async function publishedSizes(): Promise<PublishedSize[]> {
  const text = await readFile(join(dataDirectory(), 'paper', 'dataset_sizes.csv'), 'utf8');
  return (fromCSV(text).objects() as PublishedSize[]).map((row) => ({ ...row }));
}
