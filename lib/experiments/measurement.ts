import { from, type ColumnTable } from 'arquero';

/**
 * One measurement: a row of an experiment's table. An experiment adds columns of its own and leaves none of these out,
 * so that tables of several experiments can be joined and put below one another.
 */
export type Measurement = {
  /** The name of the task or dataset, e.g. `flags`. */
  readonly task: string;
  readonly title: string;
  /** Whose features or logits, e.g. `mini-rn`. */
  readonly model: string;
  /** E.g. `zero-shot`, `linear probe`. */
  readonly method: string;
  /** E.g. `accuracy`. */
  readonly metric: string;
  /** Labeled images a class; 0 for zero-shot, null where all were used. */
  readonly shots: number | null;
  readonly seed: number | null;
  /** 0..1, in the metric. */
  readonly value: number;
  /** A 95 % interval; null where the measurement has none of its own. */
  readonly low: number | null;
  readonly high: number | null;
  /** Test samples. */
  readonly n: number;
  /** What guessing would score. */
  readonly chance: number | null;
  /** The hash of the test split: rows of equal hash have seen the same images. */
  readonly testSha256: string;
};

/** An experiment's rows as an arquero table. An experiment that measured nothing has a table without rows. */
export const measurements = (rows: readonly Measurement[]): ColumnTable => from([...rows]);
