import { join } from 'node:path';
import { encodeWebp } from '../../image/encodeWebp.js';
import { sha256 } from '../../io/sha256.js';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';
import { writeTar, type TarFile } from '../tar/writeTar.js';
import { SUITE_IMAGE_SIZE } from './suiteIcons.js';
import { classNamesHash, type SplitRecord, type TaskFile } from './taskFile.js';
import { SPLIT_NAMES, type SourcePicture, type SplitName, type TaskSource } from './taskSource.js';

/**
 * Writes a task in the layout of clip-benchmark's webdatasets: classnames.txt, zeroshot_classification_templates.txt, and for
 * each split nshards.txt and 0.tar with {key}.webp and {key}.cls; beside them task.json. The same task gives the same bytes.
 */
export async function writeTask(
  folder: string,
  task: TaskSource,
  made: Pick<TaskFile, 'madeFrom' | 'seed'>,
): Promise<TaskFile> {
  const { name, title, metric, classNames, templates, standsIn, differs, notes, credits } = task;
  const splits = {} as Record<SplitName, SplitRecord>;
  for (const split of SPLIT_NAMES) {
    const tar = writeTar(await shardFiles(task.splits[split]));
    await writeFileAtomic(join(folder, split, '0.tar'), tar);
    await writeFileAtomic(join(folder, split, 'nshards.txt'), '1\n');
    splits[split] = { pictures: task.splits[split].length, sha256: sha256(tar) };
  }
  const file: TaskFile = {
    name,
    title,
    metric,
    imageSize: SUITE_IMAGE_SIZE,
    classes: classNames.length,
    classNamesSha256: classNamesHash(classNames),
    splits,
    standsIn,
    differs,
    notes,
    credits,
    ...made,
  };
  await writeFileAtomic(join(folder, 'classnames.txt'), classNames.join('\n') + '\n');
  await writeFileAtomic(join(folder, 'zeroshot_classification_templates.txt'), templates.join('\n') + '\n');
  await writeFileAtomic(join(folder, 'task.json'), JSON.stringify(file, null, 2) + '\n');
  return file;
}

async function shardFiles(pictures: readonly SourcePicture[]): Promise<TarFile[]> {
  const files: TarFile[] = [];
  for (const { key, label, pixels } of pictures) {
    files.push({ name: `${key}.webp`, data: await encodeWebp(pixels, SUITE_IMAGE_SIZE, SUITE_IMAGE_SIZE) });
    files.push({ name: `${key}.cls`, data: Buffer.from(String(label)) });
  }
  return files;
}
