import { from, type ColumnTable } from 'arquero';
import type { FewShotMethod } from '../eval/fewShot/fewShot.js';
import { UserError } from '../io/userError.js';
import { answerTable, type GivenAnswer } from './givenAnswers.js';
import type { HumanMeasurement } from './human.js';

/** Which answers of a model. */
export interface ModelAnswersOptions {
  /** How it learns from examples. Default: the plain linear probe. */
  readonly method?: Exclude<FewShotMethod, 'zero-shot'>;
}

const COLUMNS: readonly (keyof HumanMeasurement)[] = ['model', 'method', 'shots', 'seed', 'key', 'class', 'answer'];

/**
 * The answers of a model in the form of those of people: who answers is a draw of examples. Zero-shot says the same
 * whatever the draw.
 * @param scores what `humanExperiment` measured, of one model on one task
 * @returns one row a draw, number of examples and image, see `GivenAnswer`
 * @throws UserError where it is no such table, or one of several models or tasks
 * @example
 * const scores = await humanExperiment({ seeds: [1, 2] });
 * show(answerSummary(modelAnswers(scores, { method: 'probe from zero-shot' })));
 */
export function modelAnswers(scores: ColumnTable, { method = 'linear probe' }: ModelAnswersOptions = {}): ColumnTable {
  const columns = typeof scores?.columnNames === 'function' ? scores.columnNames() : [];
  if (COLUMNS.some((column) => !columns.includes(column)))
    throw new UserError('the table of scores has not the columns of one of humanExperiment: hand over that.');
  const rows = scores.objects() as HumanMeasurement[];
  const measured = from(rows.map(({ model, task }) => ({ model, task }))).dedupe();
  if (measured.numRows() !== 1)
    throw new UserError(
      `the table has scores of ${measured.numRows()} models and tasks: keep those of one, as with filter.`,
    );
  const probes = rows.filter((row) => row.method === method && row.shots !== null);
  const draws = [...new Set(probes.map(({ seed }) => `draw ${seed}`))];
  const given = (who: string, { shots, key, class: shown, answer }: HumanMeasurement): GivenAnswer => ({
    ...{ who, shots: shots!, key, class: shown, answer },
  });
  return answerTable([
    ...rows.filter((row) => row.method === 'zero-shot').flatMap((row) => draws.map((draw) => given(draw, row))),
    ...probes.map((row) => given(`draw ${row.seed}`, row)),
  ]);
}
