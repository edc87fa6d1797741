import { table, type ColumnTable } from 'arquero';
import { answerGrid, everyOne, gridAccuracy } from './answerGrid.js';
import { givenAnswers } from './givenAnswers.js';

/** How far the images of one class were named rightly. */
export type ClassAccuracy = {
  readonly class: string;
  /** 0..1, with "I don't know" as wrong. */
  readonly accuracy: number;
};

/**
 * The accuracy of each class (paper Figure 16).
 * @param answers of `peopleAnswers` or `modelAnswers` @param shots those with so many examples of each class
 * @returns a row a class, see `ClassAccuracy`, the hardest first
 * @throws UserError where it is no table of answers
 * @example
 * show(classAccuracies(modelAnswers(await humanExperiment()), 0));
 */
export function classAccuracies(answers: ColumnTable, shots: number): ColumnTable {
  const grid = answerGrid(givenAnswers(answers), shots);
  const rows = grid.classes.map((name, c): ClassAccuracy => {
    const own = everyOne(grid.images).filter((image) => grid.classOf[image] === c);
    return { class: name, accuracy: gridAccuracy(grid, everyOne(grid.people), own, false)! };
  });
  rows.sort((a, b) => a.accuracy - b.accuracy);
  return table({ class: rows.map((row) => row.class), accuracy: rows.map(({ accuracy }) => accuracy) });
}
