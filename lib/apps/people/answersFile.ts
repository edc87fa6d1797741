import { existsSync } from 'node:fs';
import { parseJson } from '../../io/parseJson.js';
import { readFileWithin } from '../../io/readFileWithin.js';
import { createReadingBudget } from '../../io/readingBudget.js';
import { UserError } from '../../io/userError.js';

/** What one person said of one image. */
export interface PersonAnswer {
  /** Examples of each class that stood beside it. */
  readonly shots: number;
  /** Its key in the test split. */
  readonly image: string;
  /** The name of a class; null for "I don't know". */
  readonly answer: string | null;
  /** From when the image was there to the answer. */
  readonly seconds: number;
}

/** A person, by any name, with the answers in the order in which they were given. */
export interface Person {
  readonly name: string;
  readonly answers: readonly PersonAnswer[];
}

/** Answers of one person or several to the same questions, as they stand in a file. */
export interface AnswersFile {
  readonly format: typeof ANSWERS_FORMAT;
  readonly task: string;
  readonly testSha256: string;
  readonly questionsSha256: string;
  readonly people: readonly Person[];
}

const ANSWERS_FORMAT = 'cliplab answers 1';
/** Of a name, letters. */
export const LONGEST_NAME = 60;

/** What a file of answers to some questions begins with. */
export const noAnswers = (asked: Pick<AnswersFile, 'task' | 'testSha256' | 'questionsSha256'>): AnswersFile => ({
  format: ANSWERS_FORMAT,
  ...asked,
  people: [],
});

/** How a file of answers begins, to be told from other JSON. */
export const beginsAsAnswers = (beginning: string): boolean => beginning.startsWith(`{\n "format": "cliplab answers `);

export const answersText = (file: AnswersFile): string => JSON.stringify(file, null, 1) + '\n';

/** Whether two names are of one person: letters count, and neither case nor blanks around them. */
export const sameName = (one: string, other: string): boolean => plainName(one) === plainName(other);
const plainName = (name: string): string => name.normalize('NFKC').trim().toLowerCase();

/**
 * Reads a file of answers; undefined where there is none.
 * @throws UserError where it is damaged, is none, or is larger than any such file
 */
export async function readAnswers(path: string): Promise<AnswersFile | undefined> {
  if (!existsSync(path)) return undefined;
  const value = parseJson(await readFileWithin(path, createReadingBudget(path, 'json')), path);
  const fault = answersFault(value);
  if (fault === undefined) return value as AnswersFile;
  throw new UserError(`${path} is no file of answers, as ${fault}; restore it from a copy, or give another file.`);
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

/** What keeps a value from being a file of answers; undefined where it is one. */
function answersFault(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'it is no object';
  const { format, task, testSha256, questionsSha256, people } = value as Partial<Record<keyof AnswersFile, unknown>>;
  if (format !== ANSWERS_FORMAT) return `its format is not "${ANSWERS_FORMAT}"`;
  if (![task, testSha256, questionsSha256].every(isText)) return 'it does not say which questions were asked';
  if (!Array.isArray(people)) return 'it has no list of people';
  const names: string[] = [];
  for (const [k, person] of people.entries()) {
    const fault = personFault(person);
    if (fault !== undefined) return `person ${k + 1} ${fault}`;
    names.push(plainName((person as Person).name));
  }
  const twice = names.findIndex((name, k) => names.indexOf(name) !== k);
  return twice < 0 ? undefined : `person ${twice + 1} has the name of another`;
}

function personFault(value: unknown): string | undefined {
  const { name, answers } = (value ?? {}) as Partial<Record<keyof Person, unknown>>;
  if (typeof name !== 'string' || name.trim() === '' || name.length > LONGEST_NAME)
    return `has no name of 1 to ${LONGEST_NAME} letters`;
  if (!Array.isArray(answers)) return 'has no list of answers';
  const asked = new Set<string>();
  for (const [k, given] of answers.entries()) {
    const { shots, image, answer, seconds } = (given ?? {}) as Partial<Record<keyof PersonAnswer, unknown>>;
    const sound = Number.isInteger(shots) && Number(shots) >= 0 && isText(image) && (answer === null || isText(answer));
    if (!sound || typeof seconds !== 'number' || !(seconds >= 0)) return `has no sound answer ${k + 1}`;
    if (asked.has(String(image))) return `answers twice to one image (answer ${k + 1})`;
    asked.add(String(image));
  }
  return undefined;
}
