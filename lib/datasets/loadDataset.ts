import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { isInstalledPackage } from '../io/projectPaths.js';
import { requireText } from '../io/requireText.js';
import { requireTexts } from '../io/requireTexts.js';
import { told } from '../io/told.js';
import { UserError } from '../io/userError.js';
import { parseRepository } from '../hub/repositories.js';
import type { Dataset, SplitContent } from './dataset.js';
import { holdOut } from './draws/holdOut.js';
import type { Layout } from './layouts/layout.js';
import { readLayout } from './layouts/readLayout.js';
import type { ImageSplit } from './imageSplit.js';
import { alignClasses, CLASS_NAMINGS, type ClassNaming } from './registry/alignClasses.js';
import { datasetPrompts } from './registry/datasetPrompts.js';
import { hubDataset } from './registry/hubDataset.js';
import { findDataset, listDatasets, whereToGet, type RegisteredDataset } from './registry/registeredDatasets.js';
import { sealSplit } from './sealedSplit.js';
import { isTask, listTasks, suiteDataset } from './suite/loadTask.js';
import { classNamesHash } from './suite/taskFile.js';
import { SPLIT_NAMES, type SplitName } from './suite/taskSource.js';

/** Which dataset a folder is, and what of it is opened. */
export interface LoadDatasetOptions {
  /** For a path or repository: which of the paper's datasets it is, e.g. `OxfordPets`. */
  readonly as?: string;
  /** Default `published`. */
  readonly classNames?: ClassNaming;
  /** Only these splits are fetched and opened, e.g. `['test']` for zero-shot. Default all there are. */
  readonly splits?: readonly SplitName[];
}

/** Held out of the training images where there is no validation split. */
const VALIDATION_SHARE = 0.2;
const PLAIN_TEMPLATE = 'a photo of a {c}.';

/**
 * A classification dataset by name or path, its test split sealed:
 * - a task of the suite: `'flags'`;
 * - one of the paper's 27: `'OxfordPets'`, `'Food-101'`, in a folder of any of the layouts below at `datasets/<name>`
 *   of the cache (`CLIPLAB_CACHE`), else fetched from the hub once;
 * - a repository of the hub in clip-benchmark's layout: `'clip-benchmark/wds_cars'`;
 * - a folder: clip-benchmark's layout, CIFAR-10 and CIFAR-100 (binary version), MNIST (idx), Oxford-IIIT Pets, or image
 *   folders.
 *
 * Images stay on disk until they are asked for. Class names and templates of the paper's datasets are OpenAI's.
 * @throws UserError in one sentence: where to get what is not here, what is damaged, class names in another order
 * @example
 * try {
 *   const { title, classNames, templates } = await loadDataset('OxfordPets', { splits: ['test'] });
 *   show(`${title}: ${classNames.length} classes, ${templates.length} templates`);
 * } catch (error) {
 *   if (error instanceof UserError) show(error.message); // e.g. where to get it
 * }
 */
export async function loadDataset(nameOrPath: string, options: LoadDatasetOptions = {}): Promise<Dataset> {
  const { as, splits } = options;
  requireText(nameOrPath, 'the name or path of a dataset');
  requireOptions(options);
  if (await isTask(nameOrPath)) {
    if (as !== undefined)
      throw new UserError(
        `${nameOrPath} is a task of the suite and not ${as}; leave that out, or write ./${nameOrPath} for a folder of that name.`,
      );
    return suiteDataset(nameOrPath);
  }
  const registered = await findDataset(as ?? nameOrPath);
  if (as !== undefined && !registered) throw await unknown(as);
  if (registered && as === undefined)
    return openDataset(registered.name, await placeOf(registered, splits), registered, options);
  if (existsSync(nameOrPath)) {
    const folder = resolve(nameOrPath);
    return openDataset(basename(folder), folder, registered, options);
  }
  const repository = parseRepository(nameOrPath);
  if (!repository) throw await unknown(nameOrPath);
  const known = registered ?? (await listDatasets()).find((dataset) => dataset.repository === repository.id);
  const folder = await hubDataset(repository.id, repository.revision, splits);
  return openDataset(known?.name ?? repository.id, folder, known, options);
}

/** @throws UserError naming the option that is none */
function requireOptions({ classNames = 'published', splits = [] }: LoadDatasetOptions): void {
  if (!CLASS_NAMINGS.includes(classNames))
    throw new UserError(`the class names are to be ${told(classNames)}, expected ${CLASS_NAMINGS.join(', ')}.`);
  requireTexts(splits, 'the splits', 0);
  const other = splits.find((split) => !SPLIT_NAMES.includes(split));
  if (other !== undefined)
    throw new UserError(`there is no split ${told(other)}: give some of ${SPLIT_NAMES.join(', ')}.`);
}

async function unknown(name: string): Promise<UserError> {
  const tasks = await listTasks();
  const names = [...tasks, ...(await listDatasets())].map((dataset) => dataset.name);
  const without = tasks.length === 0 && isInstalledPackage() ? ' (tasks of the suite are in the checkout alone)' : '';
  return new UserError(
    `there is no dataset ${name}${without}: give one of ${names.join(', ')}, a repository of the Hugging Face hub as org/name, or a folder.`,
  );
}

async function placeOf(registered: RegisteredDataset, splits: readonly SplitName[] | undefined): Promise<string> {
  const { name, folder, repository, isHere } = registered;
  if (isHere) return folder;
  if (repository === undefined) throw new UserError(`${name} is not here: ${whereToGet(registered)}.`);
  try {
    return await hubDataset(repository, 'main', splits);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${name} is not here, and ${error.message.replace(/\.$/, '')}; or ${whereToGet(registered)}.`);
  }
}

async function openDataset(
  name: string,
  folder: string,
  known: RegisteredDataset | undefined,
  { classNames: naming = 'published', splits }: LoadDatasetOptions,
): Promise<Dataset> {
  const layout = await readLayout(folder, splits);
  const registered = known ?? (layout.registered === undefined ? undefined : await findDataset(layout.registered));
  const prompts = registered && (await datasetPrompts(registered.name));
  const aligned = prompts ? alignClasses(layout, prompts, naming, folder) : { classNames: layout.classNames };
  const { classNames, synonyms, relabel } = aligned as ReturnType<typeof alignClasses>;
  const notes = [...layout.notes];
  const opened = withValidation(relabeled(layout.splits, relabel), notes);
  const several = Object.values(opened).some((split) => split.labelSets !== undefined);
  const metric = registered?.metric ?? (several ? 'elevenPointMap' : 'accuracy');
  if (metric === 'elevenPointMap' && !several)
    notes.push('This copy gives every image one label, so accuracy is measured in place of 11-point mAP.');
  const part = (split: SplitName): ImageSplit => {
    const found = opened[split];
    if (!found) throw new UserError(`${name} has no ${split} images in ${folder}; ${remedyFor(split, splits)}`);
    return found;
  };
  const test = part('test');
  const contentOf = (split?: ImageSplit): SplitContent => ({
    images: split?.labels.length ?? 0,
    sha256: split?.sha256 ?? '',
  });
  return {
    name,
    title: registered?.title ?? name,
    metric: metric === 'elevenPointMap' && !several ? 'accuracy' : metric,
    classNames,
    ...(synonyms ? { synonyms } : {}),
    classNamesSha256: classNamesHash(classNames),
    templates: prompts?.templates ?? layout.templates ?? [PLAIN_TEMPLATE],
    notes,
    contents: { train: contentOf(opened.train), validation: contentOf(opened.validation), test: contentOf(test) },
    get train() {
      return part('train');
    },
    get validation() {
      return part('validation');
    },
    test: sealSplit(`The test split of ${name}`, test),
  };
}

function remedyFor(split: SplitName, splits: readonly SplitName[] | undefined): string {
  if (splits && !splits.includes(split)) return `load it with splits: ['train', 'test'].`;
  if (split === 'validation') return 'zero-shot needs none; for a probe add them as a folder validation/.';
  return split === 'test' ? 'add a folder test/.' : 'zero-shot needs none; for a probe add them as a folder train/.';
}

type Splits = Layout['splits'];

function relabeled(splits: Splits, relabel: Int32Array | undefined): Splits {
  if (!relabel) return splits;
  const entries = Object.entries(splits).map(([name, split]) => [
    name,
    { ...split, labels: split.labels.map((label) => relabel[label]!) },
  ]);
  return Object.fromEntries(entries) as Splits;
}

/** A validation split, held out of the training images where the dataset has none. */
function withValidation(splits: Splits, notes: string[]): Splits {
  if (!splits.train || splits.validation) return splits;
  const { held, rest } = holdOut(splits.train, VALIDATION_SHARE, 'validation');
  if (held.labels.length === 0) {
    notes.push('It has no validation images, and too few training images a class to hold some out of them.');
    return splits;
  }
  notes.push(`Validation is ${held.labels.length} images held out of its training images, the same on every machine.`);
  return { ...splits, train: rest, validation: held };
}
