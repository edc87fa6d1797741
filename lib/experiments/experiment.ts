import type { ColumnTable } from 'arquero';
import type { Journal } from './journal.js';

/** What experiments are asked for. Each says which of it it heeds, and refuses what it does not; all know a journal. */
export interface ExperimentOptions {
  /** Names, folders or files, see `loadModel`. Default: the embedded model, or `CLIPLAB_MODEL`. */
  readonly models?: readonly string[];
  /** Tasks of the suite and datasets by name, folders. Default: all tasks of the suite. */
  readonly tasks?: readonly string[];
  readonly shots?: readonly number[];
  readonly seeds?: readonly number[];
  readonly journal?: Journal;
}

/** An option of an experiment. */
export type ExperimentOption = 'models' | 'tasks' | 'shots' | 'seeds';

/** One of the paper's experiments: what a notebook measures, and `cliplab run` from the shell. */
export interface Experiment {
  /** E.g. `few-shot`. */
  readonly name: string;
  readonly summary: string;
  /** Where in the paper, e.g. `sec 3.1.5, Figures 6 and 7`. */
  readonly source: string;
  /** Which options it heeds. */
  readonly heeds: readonly ExperimentOption[];
  /** @returns one row a measurement, with the columns of `Measurement` and its own */
  readonly run: (options: ExperimentOptions) => Promise<ColumnTable>;
}
