import { table, type ColumnTable } from 'arquero';
import { answerContrast } from './answerContrast.js';
import { answerGrid, CELL } from './answerGrid.js';
import { givenAnswers } from './givenAnswers.js';
import { majorityVote } from './majorityVote.js';

/**
 * What people, or a model, came to with some number of examples: a row of Table 2. Accuracies are means over the
 * classes.
 */
export type AnswerSummary = {
  readonly shots: number;
  /** People, or of a model draws of examples. */
  readonly people: number;
  readonly images: number;
  /** 0..1, with "I don't know" as wrong, and its 95 % interval over images and people. */
  readonly accuracy: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Of the most frequent answers, without ties; null where no image is decided. */
  readonly majorityVote: number | null;
  /** Without "I don't know"; null where nobody dared to guess. */
  readonly accuracyOnGuesses: number | null;
  readonly majorityVoteOnGuesses: number | null;
  /** The share of "I don't know", 0..1. */
  readonly unknown: number;
  /** Images on which the vote is a tie. */
  readonly ties: number;
};

const COLUMNS: readonly (keyof AnswerSummary)[] = [
  ...(['shots', 'people', 'images', 'accuracy', 'low', 'high', 'majorityVote'] as const),
  ...(['accuracyOnGuesses', 'majorityVoteOnGuesses', 'unknown', 'ties'] as const),
];

/**
 * The four columns of the paper's Table 2, by the number of examples that were seen.
 * @param answers of `peopleAnswers` or `modelAnswers`
 * @returns a row a number of examples, see `AnswerSummary`; none where nobody has answered
 * @throws UserError where it is no table of answers
 * @example
 * show(answerSummary(modelAnswers(await humanExperiment())));
 */
export function answerSummary(answers: ColumnTable): ColumnTable {
  const rows = givenAnswers(answers);
  const numbers = [...new Set(rows.map(({ shots }) => shots))].sort((a, b) => a - b);
  const found = numbers.map((shots): AnswerSummary => {
    const grid = answerGrid(rows, shots);
    const all = answerContrast([{ answers, shots }])!;
    const guesses = answerContrast([{ answers, shots, guesses: true }]);
    const vote = majorityVote(grid, false);
    const asked = grid.cells.filter((cell) => cell !== CELL.notAsked);
    return {
      ...{ shots, people: grid.people.length, images: grid.images.length },
      ...{ accuracy: all.mean, low: all.interval?.low ?? null, high: all.interval?.high ?? null },
      majorityVote: vote.accuracy ?? null,
      accuracyOnGuesses: guesses?.mean ?? null,
      majorityVoteOnGuesses: majorityVote(grid, true).accuracy ?? null,
      unknown: asked.filter((cell) => cell === CELL.unknown).length / asked.length,
      ties: vote.ties,
    };
  });
  return table(COLUMNS.map((column): [string, unknown[]] => [column, found.map((row) => row[column])]));
}
