import type { ColumnTable } from 'arquero';
import { answersTo } from '../apps/people/addAnswer.js';
import { openQuiz } from '../apps/people/quiz.js';
import { requireText } from '../io/requireText.js';
import { UserError } from '../io/userError.js';
import { answerTable } from './givenAnswers.js';

/** To which questions a file has answers. */
export interface PeopleAnswersOptions {
  /** The task, see `loadDataset`. */
  readonly task: string;
  /** Images of each round. Default 30. */
  readonly images?: number;
}

/** Of each round. */
export const QUIZ_IMAGES = 30;

/**
 * What people said in `youAgainstClip`, beside what the images show.
 * @param file where it was kept, or what `cliplab human merge` made of several files
 * @returns one row an answer, see `GivenAnswer`; none where there is no such file yet
 * @throws UserError where the file is damaged, or has answers to other questions
 * @example
 * const people = await peopleAnswers('../answers/faces.json', { task: 'faces' });
 * show(people.numRows() === 0 ? 'Nobody has answered yet.' : answerSummary(people));
 */
export async function peopleAnswers(file: string, options: PeopleAnswersOptions): Promise<ColumnTable> {
  requireText(file, 'the file of answers');
  const { task, images = QUIZ_IMAGES } = (options ?? {}) as PeopleAnswersOptions;
  const quiz = await openQuiz(task, images);
  const { people } = await answersTo(quiz, file);
  const shown = new Map(
    quiz.rounds.flatMap(({ shots, positions }) =>
      positions.map((k) => [quiz.test.keys[k]!, { shots, class: quiz.classNames[quiz.test.labels[k]!]! }]),
    ),
  );
  const rows = people.flatMap(({ name, answers }) =>
    answers.map(({ shots, image, answer }) => {
      const asked = shown.get(image);
      const known = answer === null || quiz.classNames.includes(answer);
      if (asked?.shots !== shots || !known)
        throw new UserError(
          `${file} is damaged, as "${name}" gives ${answer ?? 'no answer'} for ${image}, which was not asked so: restore it from a copy.`,
        );
      return { who: name, shots, key: image, class: asked.class, answer };
    }),
  );
  return answerTable(rows);
}
