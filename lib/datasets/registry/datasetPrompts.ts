import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { dataDirectory } from '../../io/projectPaths.js';
import { parseJson } from '../../io/parseJson.js';
import { UserError } from '../../io/userError.js';

/** Class names and templates of one of the paper's datasets (data/prompts). Classes are positions: names may repeat. */
export interface DatasetPrompts {
  /** The name OpenAI's list uses, e.g. `OxfordPets`. */
  readonly dataset: string;
  /** In the published order. */
  readonly classNames: readonly string[];
  /** Prompts with `{c}` for the class name. */
  readonly templates: readonly string[];
  /** All names of each class, where the paper used several. */
  readonly synonyms?: readonly (readonly string[])[];
  /** `classNames` with every name once (ImageNet: "missile" and "sunglasses" are published twice). */
  readonly corrected?: readonly string[];
  /** In the label order of clip-benchmark's own copy, where that is another. */
  readonly clipBenchmark?: readonly string[];
  /** The templates that forward selection found (ImageNet). */
  readonly selectedTemplates?: readonly string[];
}

const folder = (): string => join(dataDirectory(), 'prompts');
const REMEDY = 'restore data/prompts from the repository, or run scripts/fetch_prompts.py.';

/** Names of the datasets that have prompts, by alphabet. */
export async function listPrompts(): Promise<string[]> {
  const files = await readdir(folder()).catch(() => []);
  return files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
}

/**
 * The published class names and templates of a dataset, e.g. `datasetPrompts('ImageNet')`.
 * @throws UserError listing the names there are
 * @example
 * const { classNames, templates } = await datasetPrompts('ImageNet');
 * templates.length; // 80
 */
export async function datasetPrompts(name: string): Promise<DatasetPrompts> {
  const names = await listPrompts();
  if (!names.includes(name))
    throw new UserError(
      `there are no published prompts for ${name}: ${names.length > 0 ? `the datasets that have some are ${names.join(', ')}.` : REMEDY}`,
    );
  const path = join(folder(), `${name}.json`);
  try {
    return parseJson(await readFile(path), path) as DatasetPrompts;
  } catch {
    throw new UserError(`${path} is damaged; ${REMEDY}`);
  }
}
