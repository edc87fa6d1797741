import { type AnswersFile, type PersonAnswer, sameName } from '../../apps/people/answersFile.js';
import type { Quiz } from '../../apps/people/quiz.js';

/** Who has answered so far, and how much. */
export interface KnownPerson {
  readonly name: string;
  readonly given: number;
}

/** What came of a round. */
export interface RoundResult {
  readonly shots: number;
  readonly images: number;
  readonly right: number;
  readonly unknown: number;
  /** Seconds of all its answers together. */
  readonly seconds: number;
  /** How many of the same images the model names rightly; null where that was not measured. */
  readonly model: number | null;
}

/** A round as the front end shows it; both count from 1. */
interface AtRound {
  readonly round: number;
  readonly rounds: number;
  readonly shots: number;
  readonly images: number;
}

/** What the front end shows. */
export type QuizView =
  | { readonly phase: 'name'; readonly known: readonly KnownPerson[]; readonly total: number }
  | (AtRound & { readonly phase: 'intro'; readonly left: number })
  | (AtRound & { readonly phase: 'question'; readonly id: string; readonly image: number; readonly source: string })
  | { readonly phase: 'end'; readonly name: string; readonly results: readonly RoundResult[] };

/** An image that is to be named. */
export interface Question {
  /** Tells it from the others without saying what it shows, as its key might. */
  readonly id: string;
  /** Rounds and their images are counted from 0. */
  readonly round: number;
  readonly image: number;
  /** In the test split. */
  readonly position: number;
  readonly key: string;
}

const answersOf = ({ people }: AnswersFile, name: string): readonly PersonAnswer[] =>
  people.find((person) => sameName(person.name, name))?.answers ?? [];

const questionsOf = ({ rounds, test }: Quiz): Question[] =>
  rounds.flatMap(({ positions }, round) =>
    positions.map((position, image) => ({
      ...{ id: `${round}-${image}`, round, image, position, key: test.keys[position]! },
    })),
  );

/** The first image that a person has not named yet; undefined where there is none. */
export function nextQuestion(quiz: Quiz, file: AnswersFile, name: string): Question | undefined {
  const given = new Set(answersOf(file, name).map(({ image }) => image));
  return questionsOf(quiz).find(({ key }) => !given.has(key));
}

/** Asks for a name, or offers those that are known. */
export function nameView(quiz: Quiz, file: AnswersFile): QuizView {
  const known = file.people.map(({ name, answers }) => ({ name, given: answers.length }));
  return { phase: 'name', known, total: questionsOf(quiz).length };
}

const atRound = ({ rounds }: Quiz, { round }: Question): AtRound => ({
  ...{ round: round + 1, rounds: rounds.length },
  ...{ shots: rounds[round]!.shots, images: rounds[round]!.positions.length },
});

/** Says what a round is about, before its first image and where somebody goes on. */
export const introView = (quiz: Quiz, question: Question): QuizView => {
  const at = atRound(quiz, question);
  return { phase: 'intro', ...at, left: at.images - question.image };
};

/** @param source address of the image */
export const questionView = (quiz: Quiz, question: Question, source: string): QuizView => ({
  ...{ phase: 'question', ...atRound(quiz, question), id: question.id, image: question.image + 1, source },
});

/**
 * What a person came to, round by round.
 * @param modelIsRight whether the model names an image rightly with so many examples; undefined where nobody measured
 *   it
 */
export function endView(
  quiz: Quiz,
  file: AnswersFile,
  name: string,
  modelIsRight: (shots: number, key: string) => boolean | undefined,
): QuizView {
  const given = new Map(answersOf(file, name).map((answer) => [answer.image, answer]));
  const { test, classNames } = quiz;
  const results = quiz.rounds.map(({ shots, positions }): RoundResult => {
    const answers = positions.map((k) => ({ shown: classNames[test.labels[k]!], ...given.get(test.keys[k]!)! }));
    const model = positions.map((k) => modelIsRight(shots, test.keys[k]!));
    return {
      ...{ shots, images: positions.length },
      right: answers.filter(({ shown, answer }) => answer === shown).length,
      unknown: answers.filter(({ answer }) => answer === null).length,
      seconds: Math.round(answers.reduce((sum, { seconds }) => sum + seconds, 0)),
      model: model.includes(undefined) ? null : model.filter(Boolean).length,
    };
  });
  return { phase: 'end', name, results };
}
