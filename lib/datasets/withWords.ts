import { UserError } from '../io/userError.js';
import type { Dataset } from './dataset.js';
import { classNamesHash } from './suite/taskFile.js';

/** Words of one's own for a dataset's classes; what is left out stays the dataset's. */
export interface DatasetWords {
  /** One a class, in the order of the dataset's. */
  readonly classNames?: readonly string[] | undefined;
  /** Prompts with `{c}` for the class name. */
  readonly templates?: readonly string[] | undefined;
}

/**
 * The dataset with other words for its classes. It is the same otherwise, and shares the seal of the test split.
 * @throws UserError where there are not as many names as classes
 */
export function withWords(dataset: Dataset, { classNames, templates }: DatasetWords): Dataset {
  const wanted = dataset.classNames.length;
  if (classNames !== undefined && classNames.length !== wanted)
    throw new UserError(
      `${dataset.name} has ${wanted} classes, and there are ${classNames.length} class names: give one a class, in this order: ` +
        `${shown(dataset.classNames)}.`,
    );
  const { synonyms, ...kept } = Object.getOwnPropertyDescriptors(dataset);
  // Descriptors, for a split that is not there says so only when it is asked for.
  const same = Object.defineProperties(
    {},
    classNames ? kept : { ...kept, ...(synonyms ? { synonyms } : {}) },
  ) as Dataset;
  const others = {
    ...(classNames && { classNames, classNamesSha256: classNamesHash(classNames) }),
    ...(templates && { templates }),
  };
  return Object.assign(same, others);
}

const MOST_SHOWN = 8;

/** Some of many names, enough to see their order. */
const shown = (names: readonly string[]): string =>
  names.slice(0, MOST_SHOWN).join(', ') + (names.length > MOST_SHOWN ? ' and so on' : '');
