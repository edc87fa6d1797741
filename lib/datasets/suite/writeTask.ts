import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encodeSmallPng } from '../../image/decode/encodeSmallPng.js';
import { sha256 } from '../../io/sha256.js';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';
import { writeTar, type TarFile } from '../tar/writeTar.js';
import { writeNpyLabels } from './npyLabels.js';
import { SUITE_IMAGE_SIZE } from './suiteIcons.js';
import { classNamesHash, type SplitRecord, type TaskFile } from './taskFile.js';
import { SPLIT_NAMES, type SourceImage, type SplitName, type TaskSource } from './taskSource.js';

/**
 * Writes a task in the layout of clip-benchmark's webdatasets: classnames.txt, zeroshot_classification_templates.txt,
 * and for each split nshards.txt and 0.tar with {key}.png and {key}.cls ({key}.npy where an image may have several
 * labels); beside them task.json. The tar is compressed with gzip, which tar and webdataset see by themselves: half of
 * it is padding. The same task gives the same bytes with the same sharp and Node.
 */
export async function writeTask(
  folder: string,
  task: TaskSource,
  made: Pick<TaskFile, 'madeFrom' | 'seed'>,
): Promise<TaskFile> {
  const { name, title, metric, classNames, coarse, templates, standsIn, standsInTitle, differs, notes, credits } = task;
  const splits = {} as Record<SplitName, SplitRecord>;
  for (const split of SPLIT_NAMES) {
    const tar = gzipSync(writeTar(await shardFiles(task.splits[split], classNames.length)), { level: 9 });
    await writeFileAtomic(join(folder, split, '0.tar'), tar);
    await writeFileAtomic(join(folder, split, 'nshards.txt'), '1\n');
    splits[split] = { images: task.splits[split].length, sha256: sha256(tar) };
  }
  const file: TaskFile = {
    name,
    title,
    metric,
    imageSize: SUITE_IMAGE_SIZE,
    classes: classNames.length,
    classNamesSha256: classNamesHash(classNames),
    ...(coarse ? { coarse } : {}),
    splits,
    standsIn,
    standsInTitle,
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

async function shardFiles(images: readonly SourceImage[], classes: number): Promise<TarFile[]> {
  const files: TarFile[] = [];
  for (const { key, label, labels, pixels } of images) {
    files.push({ name: `${key}.png`, data: await encodeSmallPng(pixels, SUITE_IMAGE_SIZE, SUITE_IMAGE_SIZE) });
    files.push(
      labels
        ? { name: `${key}.npy`, data: writeNpyLabels(labels, classes) }
        : { name: `${key}.cls`, data: Buffer.from(String(label)) },
    );
  }
  return files;
}
