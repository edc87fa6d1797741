import { UserError } from '../../io/userError.js';
import { withFileLock } from '../../io/withFileLock.js';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';
import { type AnswersFile, answersText, noAnswers, readAnswers, sameName, type PersonAnswer } from './answersFile.js';
import type { Quiz } from './quiz.js';

/** What tells the questions of a quiz from others. */
export type Asked = Pick<Quiz, 'task' | 'testSha256' | 'questionsSha256'>;

/**
 * The answers of a file to the questions of a quiz; none where there is no file.
 * @throws UserError as `readAnswers` does, and where other questions were asked
 */
export async function answersTo(quiz: Asked, path: string): Promise<AnswersFile> {
  const { task, testSha256, questionsSha256 } = quiz;
  const found = (await readAnswers(path)) ?? noAnswers({ task, testSha256, questionsSha256 });
  if (found.task !== task)
    throw new UserError(`${path} has answers to ${found.task}, and ${task} is asked about: give another file.`);
  if (found.testSha256 !== testSha256 || found.questionsSha256 !== questionsSha256)
    throw new UserError(
      `${path} has answers to other images of ${task}, or to another number of them: ask as many as then, or give another file.`,
    );
  return found;
}

/**
 * Writes one answer to the file as soon as it is given; an image that this person has named before keeps its first
 * answer. Several windows may do so at once.
 * @returns all answers of the file
 */
export async function addAnswer(quiz: Asked, path: string, name: string, answer: PersonAnswer): Promise<AnswersFile> {
  return withFileLock(`${path}.lock`, async () => {
    const file = await answersTo(quiz, path);
    const known = file.people.find((person) => sameName(person.name, name)) ?? { name: name.trim(), answers: [] };
    if (known.answers.some(({ image }) => image === answer.image)) return file;
    const grown = { ...known, answers: [...known.answers, answer] };
    const people = file.people.includes(known)
      ? file.people.map((person) => (person === known ? grown : person))
      : [...file.people, grown];
    const whole = { ...file, people };
    await writeFileAtomic(path, answersText(whole));
    return whole;
  });
}
