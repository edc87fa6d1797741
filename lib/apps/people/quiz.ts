import type { ImageSplit } from '../../datasets/imageSplit.js';
import { drawShots } from '../../datasets/draws/drawShots.js';
import { openSayingNotes } from '../../datasets/openSayingNotes.js';
import { requireClasses } from '../../datasets/requireClasses.js';
import { requireText } from '../../io/requireText.js';
import { requireWhole } from '../../io/requireWhole.js';
import { sha256 } from '../../io/sha256.js';
import { UserError } from '../../io/userError.js';
import { drawQuestions, type QuizRound } from './drawQuestions.js';

/** What people are asked of a task: the same of everybody. */
export interface Quiz {
  /** As `loadDataset` takes it, e.g. `faces`. */
  readonly task: string;
  readonly title: string;
  readonly classNames: readonly string[];
  readonly testSha256: string;
  /** Of the keys of all questions, round by round: answers to the same questions can be put together. */
  readonly questionsSha256: string;
  readonly rounds: readonly QuizRound[];
  readonly train: ImageSplit;
  readonly test: ImageSplit;
  /** Positions of training images by number of examples, class after class. */
  readonly examples: ReadonlyMap<number, Int32Array>;
}

/** Of the draw whose images are the examples: that of the first seed that models are measured with. */
const SEED = 1;

/**
 * Opens a task to ask people about its test images, with nothing, one and two training images of each class beside
 * them.
 * @param images of each of the three rounds
 * @throws UserError as `loadDataset` and `drawShots` do, where an image has several labels, or `images` is no whole
 *   number of 1 or more
 */
export async function openQuiz(task: string, images: number): Promise<Quiz> {
  requireText(task, 'the task');
  requireWhole(images, 'the number of images of a round', 1);
  const dataset = await openSayingNotes(task);
  requireClasses(dataset);
  if (dataset.metric === 'elevenPointMap')
    throw new UserError(`${task} has several labels an image, and people are asked for one: ask for another task.`);
  const { title, classNames, contents, train } = dataset;
  const test = dataset.test.open();
  const rounds = drawQuestions(test.keys, test.labels, images);
  const examples = new Map(
    rounds.map(({ shots }) => [shots, shots === 0 ? new Int32Array() : drawShots(dataset, shots, SEED).positions]),
  );
  const asked = rounds.map(({ shots, positions }) => [shots, ...positions.map((k) => test.keys[k]!)].join('\n'));
  return {
    ...{ task, title, classNames, testSha256: contents.test.sha256, questionsSha256: sha256(asked.join('\n\n')) },
    ...{ rounds, train, test, examples },
  };
}
