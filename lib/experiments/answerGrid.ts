import type { GivenAnswer } from './givenAnswers.js';

/** What people, or draws, said of images with so many examples, each at its place. */
export interface AnswerGrid {
  readonly people: readonly string[];
  readonly images: readonly string[];
  /** [images], positions among the classes that the images show. */
  readonly classOf: Int32Array;
  readonly classes: readonly string[];
  /** [people * images], `undefined` where a person was not asked, null for "I don't know". */
  readonly answers: readonly (string | null | undefined)[];
  /** [people * images], see `CELL`. */
  readonly cells: Int8Array;
}

/** What an answer counts for. */
export const CELL = { notAsked: -1, wrong: 0, right: 1, unknown: 2 } as const;

/** The answers of one number of examples as a grid. */
export function answerGrid(rows: readonly GivenAnswer[], shots: number): AnswerGrid {
  const own = rows.filter((row) => row.shots === shots);
  const people = [...new Set(own.map(({ who }) => who))].sort();
  const images = [...new Set(own.map(({ key }) => key))].sort();
  const classes = [...new Set(own.map((row) => row.class))].sort();
  const [personAt, imageAt] = [people, images].map((names) => new Map(names.map((name, k) => [name, k])));
  const classOf = new Int32Array(images.length);
  const answers = new Array<string | null | undefined>(people.length * images.length).fill(undefined);
  const cells = new Int8Array(answers.length).fill(CELL.notAsked);
  for (const { who, key, class: shown, answer } of own) {
    const image = imageAt!.get(key)!;
    const at = personAt!.get(who)! * images.length + image;
    classOf[image] = classes.indexOf(shown);
    answers[at] = answer;
    cells[at] = answer === null ? CELL.unknown : answer === shown ? CELL.right : CELL.wrong;
  }
  return { people, images, classOf, classes, answers, cells };
}

/**
 * The accuracy of some people on some images, each as often as it is named, as a mean over the classes (paper Table 2).
 * @param guesses true to leave out where they did not know, which else counts as wrong
 * @returns undefined where there is no answer left
 */
export function gridAccuracy(
  { images, classOf, classes, cells }: AnswerGrid,
  people: Int32Array,
  chosen: Int32Array,
  guesses: boolean,
): number | undefined {
  const right = new Float64Array(classes.length);
  const given = new Float64Array(classes.length);
  for (const person of people)
    for (const image of chosen) {
      const cell = cells[person * images.length + image]!;
      if (cell === CELL.notAsked || (guesses && cell === CELL.unknown)) continue;
      const c = classOf[image]!;
      given[c]!++;
      if (cell === CELL.right) right[c]!++;
    }
  let [sum, seen] = [0, 0];
  for (let c = 0; c < given.length; c++)
    if (given[c]! > 0) {
      sum += right[c]! / given[c]!;
      seen++;
    }
  return seen === 0 ? undefined : sum / seen;
}

/** 0, 1, 2, ... */
export const everyOne = ({ length }: { readonly length: number }): Int32Array =>
  Int32Array.from({ length }, (_, k) => k);
