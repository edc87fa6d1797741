import { table, type ColumnTable } from 'arquero';
import { UserError } from '../io/userError.js';

/** An answer to one image, of a person or of a model. */
export type GivenAnswer = {
  /** The person; of a model the draw of examples. */
  readonly who: string;
  /** Examples of each class that were seen. */
  readonly shots: number;
  /** Which image. */
  readonly key: string;
  /** What it shows. */
  readonly class: string;
  /** What was said; null for "I don't know". */
  readonly answer: string | null;
};

const COLUMNS = ['who', 'shots', 'key', 'class', 'answer'] as const;

/** Answers as an arquero table, which has its columns where nobody has answered yet, too. */
export const answerTable = (rows: readonly GivenAnswer[]): ColumnTable =>
  table(COLUMNS.map((column): [string, unknown[]] => [column, rows.map((row) => row[column])]));

/** The rows of a table of answers. @throws UserError where it is none */
export function givenAnswers(answers: ColumnTable): GivenAnswer[] {
  const columns = typeof answers?.columnNames === 'function' ? answers.columnNames() : [];
  const missing = COLUMNS.filter((column) => !columns.includes(column));
  if (missing.length > 0)
    throw new UserError(
      `the table of answers has no ${missing.join(', ')}: hand over that of peopleAnswers or modelAnswers.`,
    );
  return answers.objects() as GivenAnswer[];
}
