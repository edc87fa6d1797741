import { UserError } from '../../io/userError.js';
import type { Layout } from '../layouts/layout.js';
import type { DatasetPrompts } from './datasetPrompts.js';

/**
 * Whose names classes go by: OpenAI's published ones, the same with every name once (ImageNet), or those that came with
 * the images.
 */
export type ClassNaming = 'published' | 'corrected' | 'own';
export const CLASS_NAMINGS: readonly ClassNaming[] = ['published', 'corrected', 'own'];

export interface AlignedClasses {
  readonly classNames: readonly string[];
  /** By label of the files, the label that it becomes; absent where all stay. */
  readonly relabel?: Int32Array;
  readonly synonyms?: readonly (readonly string[])[];
}

/** What of a name tells classes apart, whoever spells it. */
const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

const isSameOrder = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, k) => plain(name) === plain(b[k]!));

/** ImageNet's folders are WordNet ids, which sort into the order of its classes. */
const isSynset = (name: string): boolean => /^n\d{8}$/.test(name);

/**
 * Gives the classes of a layout their published names. Where labels were made from names, each follows its name. Where
 * they are numbers, the list of names beside them must be in a registered order (OpenAI's or clip-benchmark's): a name
 * that stands at another place would give images another class.
 * @param where the images come from, for the error
 * @throws UserError for another number of classes, an unknown class, or another order
 */
export function alignClasses(
  layout: Layout,
  prompts: DatasetPrompts,
  naming: ClassNaming,
  where: string,
): AlignedClasses {
  const { dataset, classNames: published, clipBenchmark, corrected, synonyms } = prompts;
  const own = layout.classNames;
  if (own.length !== published.length)
    throw new UserError(
      `${where} has ${own.length} classes and ${dataset} has ${published.length}; take another copy, or load it by its path alone.`,
    );
  if (naming === 'own') return { classNames: own };
  const chosen = {
    classNames: naming === 'corrected' ? (corrected ?? published) : published,
    ...(synonyms ? { synonyms } : {}),
  };
  if (isSameOrder(own, published) || own.every(isSynset)) return chosen;
  if (layout.labels === 'named') return { ...chosen, relabel: labelsByName(own, prompts, where) };
  if (clipBenchmark && isSameOrder(own, clipBenchmark)) return { classNames: clipBenchmark };
  const places = new Map(published.map((name, k) => [plain(name), k]));
  const moved = own.findIndex((name, k) => plain(name) !== plain(published[k]!) && places.has(plain(name)));
  if (moved >= 0)
    throw new UserError(
      `${where} has its classes in another order than ${dataset}: class ${moved} is "${own[moved]}" and not ` +
        `"${published[moved]}", so labels would mean other classes; load it with classNames: 'own' to go by its own list.`,
    );
  const known = own.filter((name, k) => plain(name) === plain(published[k]!)).length;
  // Spelled otherwise throughout, nothing tells whether the order is the same.
  return 2 * known > own.length ? chosen : { classNames: own };
}

function labelsByName(
  own: readonly string[],
  { dataset, classNames, clipBenchmark = [] }: DatasetPrompts,
  where: string,
): Int32Array {
  const places = new Map(classNames.map((name, k) => [plain(name), k]));
  const relabel = Int32Array.from(own, (name) => places.get(plain(name)) ?? -1);
  const unknown = relabel.indexOf(-1);
  if (unknown >= 0 || new Set(relabel).size !== own.length)
    throw new UserError(
      `${where} has the class "${own[Math.max(unknown, 0)]}", which ${dataset} does not name` +
        `${clipBenchmark.length > 0 ? ' so' : ''}; name the folders as data/prompts/${dataset}.json does, or load it with classNames: 'own'.`,
    );
  return relabel;
}
