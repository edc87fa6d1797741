import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';
import { type AnswersFile, type Person, readAnswers, sameName } from './answersFile.js';

/**
 * Joins files of answers to the same questions.
 * @throws UserError for fewer than two files, one that is missing or damaged, answers to other questions, and a person
 *   who is in two of them
 */
export async function mergeAnswers(paths: readonly string[]): Promise<AnswersFile> {
  if (paths.length < 2)
    throw new UserError(
      `two files of answers or more are joined, found ${paths.length}; give them all, e.g. "a.json b.json".`,
    );
  const files: { path: string; file: AnswersFile }[] = [];
  for (const path of paths) {
    const file = await readAnswers(path);
    if (file === undefined) throw new UserError(`${path} is missing; give the path of a file of answers.`);
    files.push({ path, file });
  }
  const [first, ...others] = files as [(typeof files)[number], ...typeof files];
  for (const { path, file } of others) {
    if (file.task !== first.file.task)
      throw new UserError(
        `${path} has answers to ${file.task}, and ${first.path} to ${first.file.task}: join those to one task.`,
      );
    if (file.testSha256 !== first.file.testSha256 || file.questionsSha256 !== first.file.questionsSha256)
      throw new UserError(
        `${path} has answers to other images of ${file.task} than ${first.path}: join those of people who were asked the same.`,
      );
  }
  const people: { person: Person; path: string }[] = [];
  for (const { path, file } of files)
    for (const person of file.people) {
      const twin = people.find((other) => sameName(other.person.name, person.name));
      if (twin)
        throw new UserError(
          `${told(person.name)} is in ${twin.path} and in ${path}: leave one of them out, or change the name in one.`,
        );
      people.push({ person, path });
    }
  return { ...first.file, people: people.map(({ person }) => person) };
}
