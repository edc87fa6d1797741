import type { ColumnTable } from 'arquero';
import { resolve } from 'node:path';
import { openQuiz, type Quiz } from '../../apps/people/quiz.js';
import { readImages } from '../../datasets/readImages.js';
import type { HumanMeasurement } from '../../experiments/human.js';
import { QUIZ_IMAGES } from '../../experiments/peopleAnswers.js';
import { samplesFigure } from '../../figures/charts/samplesFigure.js';
import { thumbnails } from '../../figures/charts/thumbnails.js';
import type { Figure } from '../../figures/figure.js';
import { requireText } from '../../io/requireText.js';
import { systemStorageError } from '../../io/storageError.js';
import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';
import { displayChannel } from '../displayChannel.js';
import { inDisplayOrder, show } from '../show.js';
import { quizFrontEnd } from './frontEnd.js';
import { QuizSession } from './quizSession.js';
import { createWidget, widgetBundle } from './widget.js';

/** What people are asked, and where their answers are kept. */
export interface YouAgainstClipOptions {
  /** The task, see `loadDataset`. */
  readonly task: string;
  /** A JSON file, which is made with the first answer and written anew with each. */
  readonly file: string;
  /** Images of each round. Default 30. */
  readonly images?: number;
  /** What `humanExperiment` measured: at the end the model's answers to the same images stand beside one's own. */
  readonly scores?: ColumnTable;
}

/**
 * Asks its reader what test images of a task show (paper sec 4): a round without examples, one with one image of each
 * class beside them and one with two, no image twice. Keys 1 to 9 name a class, or typing where there are more; 0 is "I
 * don't know". Every answer is kept in a file as it is given, and whoever opens the notebook again goes on; right and
 * wrong are told at the end. Several people may answer one after the other, or each in a file of their own, which
 * `cliplab human merge` joins.
 * @throws UserError for a task that is not there or has several labels an image, and where the file is damaged or has
 *   answers to other questions
 * @example
 * await youAgainstClip({ task: 'faces', file: '../answers/faces.json', scores: await humanExperiment() });
 */
export async function youAgainstClip(options: YouAgainstClipOptions): Promise<void> {
  if (typeof options !== 'object' || (options as unknown) === null)
    throw new UserError(`the options of youAgainstClip are ${told(options)}, expected { task: ..., file: ... }.`);
  const { task, file, images = QUIZ_IMAGES, scores } = options;
  requireText(file, 'the file of answers');
  const modelIsRight = answersOfModel(scores);
  const quiz = await openQuiz(task, images);
  const sources = await sourcesOf(quiz);
  const session = new QuizSession(quiz, {
    ...{ file: resolve(file), modelIsRight },
    sourceOf: (position) => sources.get(position)!,
  });
  const view = await session.open();
  const figure = await examplesFigure(quiz);
  const channel = displayChannel();
  if (channel) {
    const { esm, css } = await quizFrontEnd();
    const { title, classNames } = quiz;
    const examples = await examplesOf(quiz);
    const model = scores?.get('model') as string | undefined;
    const state = { title, classNames, examples, model: model ?? 'the model', file, view, message: '', turn: 0 };
    const widget = createWidget({ esm, css, state });
    let heard: Promise<void> = Promise.resolve();
    widget.onMessage((content) => {
      // One after the other: an answer is kept before the next image comes.
      heard = heard.then(async () => {
        const turn = widget.state.turn + 1; // also where nothing changes: the front end waits for it
        try {
          const next = await session.hear(content);
          widget.set({ ...(next && { view: next }), message: '', turn });
        } catch (error) {
          const cause = systemStorageError(error) ?? error;
          widget.set({ message: cause instanceof Error ? cause.message : String(cause), turn });
        }
      });
    });
    await inDisplayOrder(() => channel.display({ bundle: widgetBundle(widget) }));
  }
  // The panel's style hides these two while the panel itself, just before them, is alive.
  await show('You against CLIP: to answer, run this cell, which needs the kernel.');
  await show(figure);
}

/** Whether the first model of a table, of its first draw, names an image rightly. */
function answersOfModel(scores: ColumnTable | undefined): (shots: number, key: string) => boolean | undefined {
  if (scores === undefined) return () => undefined;
  const rows = (typeof scores?.objects === 'function' ? scores.objects() : []) as HumanMeasurement[];
  const [first] = rows;
  if (first?.key === undefined || first.answer === undefined)
    throw new UserError(`the scores are ${told(scores)}, expected the table of humanExperiment.`);
  const seeds = rows.flatMap(({ model, seed }) => (model === first.model && seed !== null ? [seed] : []));
  const right = new Map(
    rows
      .filter(
        ({ model, method, seed }) =>
          model === first.model && method !== 'probe from zero-shot' && (seed ?? seeds[0]) === seeds[0],
      )
      .filter(({ shots }) => shots !== null)
      .map(({ shots, key, value }) => [`${shots} ${key}`, value === 1]),
  );
  return (shots, key) => right.get(`${shots} ${key}`);
}

/** The addresses of all images that are asked about, by position. */
async function sourcesOf({ rounds, test }: Quiz): Promise<Map<number, string>> {
  const positions = rounds.flatMap((round) => round.positions);
  const sources = thumbnails(await readImages(test, positions));
  return new Map(positions.map((position, k) => [position, sources[k]!]));
}

/** By number of examples, and class after class, the addresses of their images. */
async function examplesOf({ rounds, train, examples, classNames }: Quiz): Promise<Record<string, string[][]>> {
  const found: Record<string, string[][]> = {};
  for (const { shots } of rounds) {
    const positions = examples.get(shots)!;
    const sources = positions.length > 0 ? thumbnails(await readImages(train, positions)) : [];
    found[shots] = classNames.map((_, c) => sources.slice(c * shots, (c + 1) * shots));
  }
  return found;
}

/** What a saved notebook shows in place of the panel. */
async function examplesFigure({ title, train, examples, classNames }: Quiz): Promise<Figure> {
  const images = await readImages(train, examples.get(1)!);
  const caption = `One example of each class of “${title}”, as people and the probe are shown it.`;
  return samplesFigure({ name: 'examples', images, captions: classNames, columns: 7, caption });
}
