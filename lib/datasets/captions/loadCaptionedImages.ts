import { existsSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseRepository } from '../../hub/repositories.js';
import { cacheDirectory, dataDirectory } from '../../io/projectPaths.js';
import { requireText } from '../../io/requireText.js';
import { UserError } from '../../io/userError.js';
import { SPLIT_FOLDERS } from '../layouts/splitFolders.js';
import { hubDataset } from '../registry/hubDataset.js';
import type { CaptionedImages } from './captionedImages.js';
import { readCaptionShards } from './captionShards.js';
import { karpathyFile, readKarpathySplit } from './karpathySplit.js';

/** The set that every checkout has. */
export const CLIP_ART = 'clip-art';

interface CaptionedSource {
  readonly title: string;
  readonly notes: readonly string[];
  /** Clip-benchmark's copy on the hub. */
  readonly repository?: string;
}

/** The sets that have a name: the one of the checkout, and those of the paper's Table 13. */
const SOURCES: Readonly<Record<string, CaptionedSource>> = {
  [CLIP_ART]: {
    title: 'Captioned clip art',
    notes: [
      'Captions are what the artists wrote: a title, a description, a list of keywords. No artist is in IconWIT.',
    ],
  },
  Flickr30k: { title: 'Flickr30k', repository: 'clip-benchmark/wds_flickr30k', notes: [] },
  MSCOCO: { title: 'MS-COCO', repository: 'clip-benchmark/wds_mscoco_captions', notes: [] },
};

/** The names that `loadCaptionedImages` knows. */
const CAPTIONED_IMAGES: readonly string[] = Object.keys(SOURCES);

/**
 * Images with several captions each, to measure retrieval on, by name or path:
 * - `'clip-art'`: 394 drawings by artists that IconWIT holds out, which every checkout has;
 * - `'Flickr30k'` and `'MSCOCO'`, the paper's: a folder at `datasets/<name>` of the cache (`CLIPLAB_CACHE`), else
 *   clip-benchmark's copy, fetched from the hub once;
 * - a folder: the images and Karpathy's split (`dataset_flickr30k.json`, `dataset_coco.json`), or shards in
 *   clip-benchmark's layout, `.txt` with a caption a line;
 * - a repository of the hub in that layout: `'clip-benchmark/wds_flickr8k'`.
 * @throws UserError in one sentence: what is not here and where to get it, or what is damaged
 * @example
 * const { captions, images } = await loadCaptionedImages('clip-art');
 * show(`${images.keys.length} images; the first is "${captions[0].join('", "')}"`);
 */
export async function loadCaptionedImages(nameOrPath: string = CLIP_ART): Promise<CaptionedImages> {
  requireText(nameOrPath, 'the name or path of captioned images');
  const name = CAPTIONED_IMAGES.find((one) => one.toLowerCase() === nameOrPath.toLowerCase());
  const source = name === undefined ? undefined : SOURCES[name]!;
  const folder = await placeOf(nameOrPath, name, source);
  const { notes, ...content } = await readFolder(folder);
  return {
    name: name ?? (existsSync(nameOrPath) ? basename(folder) : nameOrPath),
    title: source?.title ?? basename(folder),
    ...content,
    notes: [...(source?.notes ?? []), ...notes],
  };
}

async function placeOf(nameOrPath: string, name?: string, source?: CaptionedSource): Promise<string> {
  if (name === CLIP_ART) {
    const folder = join(dataDirectory(), 'captions', CLIP_ART);
    if (existsSync(folder)) return folder;
    throw new UserError(`${folder} is missing: it comes with the checkout alone; restore it from the repository.`);
  }
  if (name !== undefined && source?.repository !== undefined) {
    const folder = join(cacheDirectory(), 'datasets', name);
    if (existsSync(folder)) return folder;
    return fetched(source.repository, 'main', `; or put its images and Karpathy's split into ${folder}`);
  }
  if (existsSync(nameOrPath)) return resolve(nameOrPath);
  const repository = parseRepository(nameOrPath);
  if (repository) return fetched(repository.id, repository.revision, '');
  throw new UserError(
    `there are no captioned images ${nameOrPath}: give one of ${CAPTIONED_IMAGES.join(', ')}, a repository of the Hugging Face hub as org/name, or a folder.`,
  );
}

async function fetched(id: string, revision: string, otherwise: string): Promise<string> {
  try {
    return await hubDataset(id, revision, ['test'], { classes: false });
  } catch (error) {
    if (!(error instanceof UserError) || otherwise === '') throw error;
    throw new UserError(error.message.replace(/\.$/, '') + otherwise + '.');
  }
}

async function readFolder(folder: string): Promise<Omit<CaptionedImages, 'name' | 'title'>> {
  if (!statSync(folder).isDirectory())
    throw new UserError(`${folder} is a file; give the folder of images and their captions.`);
  const split = await karpathyFile(folder);
  if (split !== undefined) return readKarpathySplit(folder, split);
  const test = SPLIT_FOLDERS.test.map((name) => join(folder, name)).find((path) => existsSync(path));
  return readCaptionShards(test ?? folder);
}
