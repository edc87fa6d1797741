import type { ColumnTable } from 'arquero';
import { csvText } from '../io/csvText.js';
import { writeFileAtomic } from '../io/writeFileAtomic.js';
import { checkOutFile } from './checkOut.js';

/** The file of a command's `--csv`. */
export interface MeasurementsFile {
  write(table: ColumnTable): Promise<void>;
  /** What was written, and where, in a line. */
  summary(table: ColumnTable): string;
}

/** An experiment's table begins with what was measured, or with the run that it was measured of. */
const FIRST_COLUMN = /^(?:task|run),/;

/**
 * Looks whether the file of `--csv` can be written, before there is something to write.
 * @param path undefined where no file is asked for: there is none then
 * @throws UserError where it is a folder, cannot be written, or is something else's file
 */
export async function openMeasurementsFile(path: string | undefined): Promise<MeasurementsFile | undefined> {
  if (path === undefined) return undefined;
  await checkOutFile(path, (beginning) => FIRST_COLUMN.test(beginning), '--csv');
  return {
    write: (table) => writeFileAtomic(path, csvText(table.objects() as Record<string, unknown>[])),
    summary: (table) => `${table.numRows()} measurements: ${path}`,
  };
}
