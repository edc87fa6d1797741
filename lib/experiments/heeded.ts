import { requireTexts } from '../io/requireTexts.js';
import { told } from '../io/told.js';
import { UserError } from '../io/userError.js';
import type { ExperimentOptions } from './experiment.js';

/** Options of which each is a list of names; a name alone would be read letter by letter. */
const NAMES: readonly (keyof ExperimentOptions)[] = ['models', 'tasks'];
/** Options of which each is a list of numbers. */
const NUMBERS: readonly (keyof ExperimentOptions)[] = ['shots', 'seeds'];

/**
 * The options of an experiment, where it heeds every one of them: what it passed over in silence, as a mistyped name,
 * would be taken for measured.
 * @param experiment its function's name
 * @param names those that it heeds; a journal is understood by all
 * @throws UserError for an option that it has not, naming those that it has, and for a list that is none
 * @example heeded('promptsExperiment', { model: ['mini-rn'] }, ['models', 'tasks']) // throws: has no option "model"
 */
export function heeded<Options extends object>(
  experiment: string,
  options: Options,
  names: readonly (keyof Options & string)[],
): Options {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new UserError(
      `the options of ${experiment} are ${told(options)}, expected an object such as { ${names[0] ?? 'journal'}: ... }.`,
    );
  const known: readonly string[] = [...new Set<string>([...names, 'journal'])];
  const given = options as Readonly<Record<string, unknown>>;
  const other = Object.keys(given).find((name) => given[name] !== undefined && !known.includes(name));
  if (other !== undefined)
    throw new UserError(
      `${experiment} has no option ${told(other)}: give one of ${known.join(', ')}, or leave it out.`,
    );
  for (const name of NAMES) if (given[name] !== undefined) requireTexts(given[name], name, 0);
  for (const name of NUMBERS)
    if (given[name] !== undefined && !Array.isArray(given[name]))
      throw new UserError(`the ${name} are ${told(given[name])}, expected a list of numbers such as [1, 2].`);
  return options;
}
