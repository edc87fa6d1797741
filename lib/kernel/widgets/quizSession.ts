import { addAnswer, answersTo } from '../../apps/people/addAnswer.js';
import { LONGEST_NAME } from '../../apps/people/answersFile.js';
import type { Quiz } from '../../apps/people/quiz.js';
import { UserError } from '../../io/userError.js';
import { endView, introView, nameView, nextQuestion, type Question, questionView, type QuizView } from './quizView.js';

/** What the front end tells: who answers, that a round may begin, an answer, or that somebody else is to answer. */
export type QuizMessage =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'begin' }
  | { readonly kind: 'answer'; readonly id: string; readonly answer: number | null; readonly seconds: number }
  | { readonly kind: 'leave' };

/** What a session needs beside its questions. */
export interface QuizSessionOptions {
  /** Where answers are kept as they are given. */
  readonly file: string;
  /** The address of the image at a position of the test split. */
  readonly sourceOf: (position: number) => string;
  /** See `endView`. */
  readonly modelIsRight: (shots: number, key: string) => boolean | undefined;
}

/** One place at which people answer, one after the other. */
export class QuizSession {
  readonly #quiz: Quiz;
  readonly #options: QuizSessionOptions;
  #name: string | undefined;
  #asked: Question | undefined;

  constructor(quiz: Quiz, options: QuizSessionOptions) {
    this.#quiz = quiz;
    this.#options = options;
  }

  /** What is shown first. @throws UserError where the file of answers is damaged, or of other questions */
  async open(): Promise<QuizView> {
    this.#name = this.#asked = undefined;
    return nameView(this.#quiz, await answersTo(this.#quiz, this.#options.file));
  }

  /**
   * What is shown after a message; undefined where it changes nothing, as it came late or makes no sense.
   * @throws UserError where a name is none, or the answer cannot be kept: it may then be given again
   */
  async hear(message: unknown): Promise<QuizView | undefined> {
    const { kind, ...rest } = (message ?? {}) as QuizMessage;
    if (kind === 'leave') return this.open();
    if (kind === 'name') return this.#greet((rest as { name: unknown }).name);
    if (kind === 'begin') return this.#ask();
    return kind === 'answer' ? this.#take(rest as Omit<QuizMessage & { kind: 'answer' }, 'kind'>) : undefined;
  }

  async #greet(given: unknown): Promise<QuizView> {
    const name = typeof given === 'string' ? given.trim() : '';
    if (name === '' || name.length > LONGEST_NAME)
      throw new UserError(`A name of 1 to ${LONGEST_NAME} letters is needed, to tell answers apart; any word will do.`);
    this.#name = name;
    return this.#pause();
  }

  /** Before a round, or behind the last one. */
  async #pause(): Promise<QuizView> {
    const file = await answersTo(this.#quiz, this.#options.file);
    const next = nextQuestion(this.#quiz, file, this.#name!);
    this.#asked = undefined;
    return next ? introView(this.#quiz, next) : endView(this.#quiz, file, this.#name!, this.#options.modelIsRight);
  }

  async #ask(): Promise<QuizView | undefined> {
    if (this.#name === undefined || this.#asked !== undefined) return undefined;
    const file = await answersTo(this.#quiz, this.#options.file);
    const next = nextQuestion(this.#quiz, file, this.#name);
    if (next === undefined) return this.#pause();
    return this.#show(next);
  }

  #show(question: Question): QuizView {
    this.#asked = question;
    return questionView(this.#quiz, question, this.#options.sourceOf(question.position));
  }

  async #take({ id, answer, seconds }: Omit<QuizMessage & { kind: 'answer' }, 'kind'>): Promise<QuizView | undefined> {
    const { classNames, rounds } = this.#quiz;
    const asked = this.#asked;
    const known = answer === null || (Number.isInteger(answer) && classNames[answer] !== undefined);
    // A key that was pressed twice is about the image before.
    if (asked?.id !== id || !known) return undefined;
    const time = Number.isFinite(seconds) && seconds >= 0 ? Math.round(10 * seconds) / 10 : 0;
    const file = await addAnswer(this.#quiz, this.#options.file, this.#name!, {
      ...{ shots: rounds[asked.round]!.shots, image: asked.key },
      ...{ answer: answer === null ? null : classNames[answer]!, seconds: time },
    });
    const next = nextQuestion(this.#quiz, file, this.#name!);
    return next?.round === asked.round ? this.#show(next) : this.#pause();
  }
}
