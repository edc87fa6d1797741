import type { Command } from 'commander';
import { type AnswersFile, answersText, beginsAsAnswers, readAnswers, sameName } from '../apps/people/answersFile.js';
import { mergeAnswers } from '../apps/people/mergeAnswers.js';
import { told } from '../io/told.js';
import { UserError } from '../io/userError.js';
import { withFileLock } from '../io/withFileLock.js';
import { writeFileAtomic } from '../io/writeFileAtomic.js';
import { checkOutFile } from './checkOut.js';
import { stopOnInterrupt } from './processEnd.js';

/** Nobody's answers are written over: whoever is in the file must be in the merge, with as many answers or more. */
async function keepEverybody(path: string, merged: AnswersFile): Promise<void> {
  const { people = [] } = (await readAnswers(path)) ?? {};
  for (const { name, answers } of people) {
    const kept = merged.people.find((person) => sameName(person.name, name));
    if (kept && kept.answers.length >= answers.length) continue;
    throw new UserError(
      `${path} has answers of ${told(name)} that are not among those to be joined: give that file, too, or --out another name.`,
    );
  }
}

async function merge(paths: readonly string[], { out }: { readonly out?: string }): Promise<void> {
  stopOnInterrupt();
  if (out !== undefined) await checkOutFile(out, beginsAsAnswers);
  const merged = await mergeAnswers(paths);
  if (out === undefined) process.stdout.write(answersText(merged));
  else
    await withFileLock(`${out}.lock`, async () => {
      await keepEverybody(out, merged);
      await writeFileAtomic(out, answersText(merged));
    });
  const answers = merged.people.reduce((sum, person) => sum + person.answers.length, 0);
  process.stderr.write(`${answers} answers of ${merged.people.length} people to ${merged.task}\n`);
}

/** `cliplab human`: answers of people, as the notebook `human` keeps them. */
export function registerHuman(program: Command): void {
  program
    .command('human')
    .description('what people answered to the images that a model is measured on')
    .command('merge')
    .description('join files of answers of several people who were asked the same')
    .argument('[files...]', 'two files or more, as the notebook human keeps them')
    .option('--out <path>', 'write the joined file there instead of printing it')
    .action(merge);
}
