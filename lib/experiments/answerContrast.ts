import type { ColumnTable } from 'arquero';
import { createRandom } from '../engine/random.js';
import { percentileInterval } from '../eval/statistics/interval.js';
import type { PairedGain } from '../eval/statistics/pairedGain.js';
import { isBetween } from '../io/isBetween.js';
import { requireRows } from '../io/requireRows.js';
import { told } from '../io/told.js';
import { UserError } from '../io/userError.js';
import { type AnswerGrid, answerGrid, everyOne, gridAccuracy } from './answerGrid.js';
import { givenAnswers } from './givenAnswers.js';

/** One accuracy of a sum. */
export interface ContrastTerm {
  /** Of `peopleAnswers` or `modelAnswers`. */
  readonly answers: ColumnTable;
  /** Those with so many examples of each class. */
  readonly shots: number;
  /** Leaves out "I don't know", which else counts as wrong. Default false. */
  readonly guesses?: boolean;
  /** How often it counts, below 0 to be taken away. Default 1. */
  readonly weight?: number;
}

const [SEED, RESAMPLES] = [2021, 2_000];

/**
 * A weighted sum of accuracies, each a mean over the classes, with a bootstrap interval of 95 %: most often the
 * accuracy with examples minus that without. A draw takes images and, where there are several, people, with
 * replacement; terms about the same images are always of the same draw, and so are those of the same people.
 * @returns undefined where nobody has answered in one of the terms; an interval of null where half of the draws or more
 *   have no answer
 * @throws UserError where a term has no table of answers, or a weight that is not finite
 * @example
 * const answers = modelAnswers(await humanExperiment());
 * const gain = answerContrast([
 *   { answers, shots: 1 },
 *   { answers, shots: 0, weight: -1 },
 * ]);
 * show(gain ? `${inPoints(gain.mean, gain.interval)} points` : 'nobody has answered');
 */
export function answerContrast(terms: readonly ContrastTerm[]): Pick<PairedGain, 'mean' | 'interval'> | undefined {
  requireRows(terms, 'the terms');
  if (terms.length === 0) throw new UserError('there is no term: give one accuracy or more to be added.');
  const parts = terms.map(({ answers, shots, guesses = false, weight = 1 }) => {
    if (!isBetween(weight, -Infinity, Infinity))
      throw new UserError(`the weight of a term is ${told(weight)}, expected a finite number.`);
    return { grid: answerGrid(givenAnswers(answers), shots), guesses, weight };
  });
  const sumOf = (drawn: (names: readonly string[]) => Int32Array): number | undefined => {
    let sum = 0;
    for (const { grid, guesses, weight } of parts) {
      const accuracy = gridAccuracy(grid, drawn(grid.people), drawn(grid.images), guesses);
      if (accuracy === undefined) return undefined;
      sum += weight * accuracy;
    }
    return sum;
  };
  const mean = sumOf(everyOne);
  if (mean === undefined) return undefined;
  return {
    mean,
    interval: drawnInterval(
      parts.map(({ grid }) => grid),
      sumOf,
    ),
  };
}

function drawnInterval(
  grids: readonly AnswerGrid[],
  sumOf: (drawn: (names: readonly string[]) => Int32Array) => number | undefined,
): PairedGain['interval'] {
  const random = createRandom(SEED);
  // Lists of names are the same draw where they are of the same people, or images.
  const idOf = new Map<readonly string[], string>();
  for (const { people, images } of grids) for (const names of [people, images]) idOf.set(names, names.join('\n'));
  const values: number[] = [];
  for (let k = 0; k < RESAMPLES; k++) {
    const draws = new Map<string, Int32Array>();
    const value = sumOf((names) => {
      const id = idOf.get(names)!;
      const known = draws.get(id);
      if (known) return known;
      const draw = Int32Array.from(names, () => random.int(names.length));
      draws.set(id, draw);
      return draw;
    });
    if (value !== undefined) values.push(value);
  }
  if (values.length <= RESAMPLES / 2) return null;
  return percentileInterval(values);
}
