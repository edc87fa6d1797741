import { basename, join } from 'node:path';
import { imageFolder } from '../../image/imageFolder.js';
import { imageFile } from '../../image/imageSource.js';
import { listFolder } from '../../io/listFolder.js';
import { parseJson } from '../../io/parseJson.js';
import { readFileWithin } from '../../io/readFileWithin.js';
import { createReadingBudget } from '../../io/readingBudget.js';
import { UserError } from '../../io/userError.js';
import { contentHash } from '../contentHash.js';
import { readFiles } from '../imageSplit.js';
import { requireCaptions, type CaptionedImages } from './captionedImages.js';

/** Of `dataset_flickr30k.json`, `dataset_coco.json` and the like. */
const NAME = /^dataset(?:_\w+)?\.json$/;

interface KarpathyImage {
  readonly filename: string;
  /** The folder of the image, in MS-COCO's. */
  readonly filepath?: string;
  readonly split: string;
  readonly sentences: readonly { readonly raw?: unknown }[];
}

/** The file of Karpathy's split in a folder, if there is one. @throws UserError where there are several */
export async function karpathyFile(folder: string): Promise<string | undefined> {
  const found: string[] = [];
  for await (const { name } of listFolder(folder, createReadingBudget(folder, 'dataset')))
    if (NAME.test(name)) found.push(name);
  if (found.length > 1)
    throw new UserError(
      `${folder} holds ${found.sort().join(' and ')}, which may be of different images: keep one of them.`,
    );
  return found[0] === undefined ? undefined : join(folder, found[0]);
}

/**
 * The test images of Karpathy's split, as the paper and others measure retrieval (Table 13): a JSON file that names
 * images, their split and their sentences, and somewhere below the same folder the image files. All sentences of an
 * image are captions of it.
 * @throws UserError where the file is none, names no test image, or an image of it is not there
 */
export async function readKarpathySplit(
  folder: string,
  path: string,
): Promise<Omit<CaptionedImages, 'name' | 'title'>> {
  const remedy = `fetch ${path} anew, as its authors publish it.`;
  const bytes = await readFileWithin(path, createReadingBudget(path, 'dataset'));
  const test = imagesOf(parseJson(bytes, path, 'dataset'), path, remedy).filter(({ split }) => split === 'test');
  if (test.length === 0) throw new UserError(`${path} has no image whose split is "test"; ${remedy}`);
  const { files, passedOver } = await imageFolder(folder);
  const byName = new Map<string, { readonly name: string; readonly path: string }[]>();
  for (const file of files) byName.set(basename(file.name), [...(byName.get(basename(file.name)) ?? []), file]);
  const chosen = test.map(({ filename, filepath = '' }) => {
    const named = byName.get(filename) ?? [];
    const found = named.find(({ name }) => filepath !== '' && name.endsWith(`${filepath}/${filename}`)) ?? named[0];
    if (found) return found;
    throw new UserError(
      `${path} names ${filename}, which is not in ${folder}: put the images there, in any folder of it.`,
    );
  });
  return {
    images: {
      keys: chosen.map(({ name }) => name),
      labels: new Int32Array(chosen.length),
      sha256: await contentHash(folder, chosen),
      read: readFiles((k) => imageFile(chosen[k]!.path)),
    },
    captions: test.map(({ filename, sentences }) =>
      requireCaptions(
        sentences.map(({ raw }) => raw),
        `${path}: ${filename}`,
        remedy,
      ),
    ),
    notes: passedOver === '' ? [] : [`${folder}: passed over ${passedOver}.`],
  };
}

function imagesOf(content: unknown, path: string, remedy: string): KarpathyImage[] {
  const { images } = (content ?? {}) as { images?: unknown };
  const isImage = (image: unknown): image is KarpathyImage => {
    const { filename, filepath, split, sentences } = (image ?? {}) as Partial<KarpathyImage>;
    return (
      typeof filename === 'string' &&
      typeof split === 'string' &&
      (filepath === undefined || typeof filepath === 'string') &&
      Array.isArray(sentences) &&
      sentences.every((sentence: unknown) => typeof sentence === 'object' && sentence !== null)
    );
  };
  if (Array.isArray(images) && images.every(isImage)) return images;
  throw new UserError(
    `${path} is not Karpathy's split: expected "images", each with filename, split and sentences; ${remedy}`,
  );
}
