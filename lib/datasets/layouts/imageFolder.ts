import { imageFile } from '../../image/imageSource.js';
import { imageFolder, type ImageFolder } from '../../image/imageFolder.js';
import { UserError } from '../../io/userError.js';
import { contentHash } from '../contentHash.js';
import { holdOut } from '../draws/holdOut.js';
import { readFiles, type ImageSplit } from '../imageSplit.js';
import { SPLIT_NAMES, type SplitName } from '../suite/taskSource.js';
import type { Layout } from './layout.js';
import { splitFolder } from './splitFolders.js';

/** A folder of a class has at least so many images to be parted in three. */
const FEWEST_TO_PART = 3;

type ImageFiles = ImageFolder['files'];

/** What lies in a folder whose name from the dataset's on is `prefix`, "" or "train/". */
interface Part {
  readonly prefix: string;
  /** Images by the folder right in it that they are in; "" where they are in none. */
  readonly bySubfolder: ReadonlyMap<string, ImageFiles>;
}

function partOf(files: ImageFiles, folders: readonly string[], prefix: string): Part {
  const bySubfolder = new Map<string, ImageFiles[number][]>();
  for (const name of folders) {
    const own = name.slice(prefix.length);
    if (name.startsWith(prefix) && !own.includes('/')) bySubfolder.set(own, []);
  }
  const direct: ImageFiles[number][] = [];
  for (const file of files) {
    const slash = file.name.indexOf('/', prefix.length);
    if (file.name.startsWith(prefix))
      (bySubfolder.get(file.name.slice(prefix.length, Math.max(slash, prefix.length))) ?? direct).push(file);
  }
  return { prefix, bySubfolder: bySubfolder.set('', direct) };
}

const subfolders = ({ bySubfolder }: Part): string[] => [...bySubfolder.keys()].filter((name) => name !== '');

/** Whether a folder holds images itself and none in folders, as that of a class does, and not that of a split. */
const isLikeClass = ({ bySubfolder }: Part): boolean =>
  Array.from(bySubfolder, ([name, own]) => (name === '') === own.length > 0).every(Boolean);

/**
 * The folders of splits by split. None where one of their names is that of a class: where it holds images itself beside
 * folders of other names that hold images.
 */
function splitFolders({ folders }: ImageFolder, root: Part, folder: string): Partial<Record<SplitName, string>> {
  const found: Partial<Record<SplitName, string>> = {};
  for (const split of SPLIT_NAMES) {
    const name = splitFolder(subfolders(root), split, folder);
    if (name !== undefined) found[split] = name;
  }
  const named = Object.values(found);
  const hasOthers = subfolders(root).some((name) => !named.includes(name) && root.bySubfolder.get(name)!.length > 0);
  const isClasses =
    hasOthers && named.some((name) => isLikeClass(partOf(root.bySubfolder.get(name)!, folders, `${name}/`)));
  return isClasses ? {} : found;
}

async function readClasses(
  where: string,
  part: Part,
  classNames: readonly string[],
  notes: string[],
): Promise<ImageSplit> {
  const keys: string[] = [];
  const labels: number[] = [];
  const paths: string[] = [];
  for (const name of subfolders(part)) {
    const c = classNames.indexOf(name);
    if (c < 0) throw new UserError(`${where}/${name} is a class that the training folder has not; rename or add it.`);
    for (const file of part.bySubfolder.get(name)!) {
      keys.push(file.name.slice(part.prefix.length));
      labels.push(c);
      paths.push(file.path);
    }
  }
  if (keys.length === 0) throw new UserError(`${where} holds no images; put each class's into a folder of its name.`);
  const outside = part.bySubfolder.get('')!.length;
  if (outside > 0) notes.push(`${where}: ${outside} images that are in no class's folder are left out.`);
  const present = new Set(labels);
  const empty = classNames.filter((_, c) => !present.has(c));
  if (empty.length > 0)
    notes.push(
      `${where} has no images of ${empty.join(', ')}, whose folders count as classes all the same; remove what is none.`,
    );
  const sha256 = await contentHash(
    where,
    keys.map((name, k) => ({ name, path: paths[k]! })),
  );
  return { keys, labels: Int32Array.from(labels), sha256, read: readFiles((k) => imageFile(paths[k]!)) };
}

/**
 * Images in folders: `train`, `test` and perhaps `validation` with a folder a class in each, or a folder a class alone,
 * which are then parted here, 60 % for training and 20 % each for validation and test, every class alike. Links are
 * followed once, and what is passed over is told in the notes, see `imageFolder`.
 * @throws UserError where there are no images, a class is not in the training folder, or has too few images to be
 *   parted
 */
export async function readImageFolder(folder: string): Promise<Layout> {
  const whole = await imageFolder(folder);
  const notes = whole.passedOver === '' ? [] : [`${folder}: passed over ${whole.passedOver}.`];
  if (whole.outside.length > 0)
    notes.push(`${folder}: followed links to folders outside it: ${whole.outside.join(', ')}.`);
  const root = partOf(whole.files, whole.folders, '');
  const named = Object.entries(splitFolders(whole, root, folder)) as [SplitName, string][];
  if (named.length > 0) {
    const parts = named.map(([split, name]) => {
      const part = partOf(root.bySubfolder.get(name)!, whole.folders, `${name}/`);
      return [split, `${folder}/${name}`, part] as const;
    });
    const classNames = subfolders(parts[0]![2]);
    const splits: Partial<Record<SplitName, ImageSplit>> = {};
    for (const [split, where, part] of parts) splits[split] = await readClasses(where, part, classNames, notes);
    return { classNames, labels: 'named', splits, notes };
  }
  const classNames = subfolders(root);
  const all = await readClasses(folder, root, classNames, notes);
  return { classNames, labels: 'named', splits: parted(all, classNames, folder), notes: [...notes, PARTED] };
}

const PARTED =
  'It has no splits of its own: 60 % of each class are for training, 20 % for validation and 20 % for test.';

function parted(all: ImageSplit, classNames: readonly string[], folder: string): Record<SplitName, ImageSplit> {
  const counts = classNames.map(() => 0);
  for (const label of all.labels) counts[label]!++;
  const few = counts.findIndex((count) => count > 0 && count < FEWEST_TO_PART);
  if (few >= 0)
    throw new UserError(
      `${folder} has ${counts[few]} of at least ${FEWEST_TO_PART} images of "${classNames[few]}", too few to be parted into ` +
        `training, validation and test; add some, or make folders train/ and test/ (for zero-shot test/ alone) with a folder a class in each.`,
    );
  const { held: test, rest } = holdOut(all, 0.2, 'test');
  const { held: validation, rest: train } = holdOut(rest, 0.25, 'validation');
  return { train, validation, test };
}
