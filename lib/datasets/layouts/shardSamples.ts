import { readNpyVector } from '../../io/npyFile.js';
import type { ReadingBudget } from '../../io/readingBudget.js';
import { UserError } from '../../io/userError.js';
import type { ShardImage } from './shardImages.js';
import { indexTar, type ByteRange } from '../tar/indexTar.js';
import { samplePart } from '../tar/readSamples.js';
import type { TarPlace } from '../tar/walkTar.js';

/** Names of a sample's image, the first there is taken: those of clip-benchmark, and others that decode. */
export const SHARD_IMAGES = ['webp', 'png', 'jpg', 'jpeg', 'jpe', 'jfif', 'gif', 'bmp', 'tif', 'tiff', 'avif', 'svg'];
const LABELS = ['cls', 'npy'];
/** A label is no longer. */
const MAX_LABEL_BYTES = 1 << 20;

/** A labeled image where it lies in a shard. */
export interface ShardSample extends ShardImage {
  readonly key: string;
  /** One class, or one number a class. */
  readonly label: number | number[];
}

export interface ShardContent {
  readonly samples: readonly ShardSample[];
  /** Entries of the archive that belong to no sample. */
  readonly passedOver: readonly string[];
  /** Images and labels of samples that have one of a kind that is taken before theirs. */
  readonly further: readonly string[];
}

/** A sample's files by what they are of it. */
type Files = Map<string, TarPlace>;

const firstOf = (files: Files, names: readonly string[], stem = ''): TarPlace | undefined =>
  names.map((name) => files.get(stem + name)).find((place) => place !== undefined);

/** All but the first, which `firstOf` takes. */
const furtherOf = (files: Files, names: readonly string[], stem: string): string[] =>
  names.flatMap((name) => files.get(stem + name)?.name ?? []).slice(1);

/**
 * The samples of a shard, as webdataset names them: files that share their path up to the first dot of the base name.
 * Where that is part of the keys ("img_v1.5.png", "img_v1.5.cls"), files that share it up to the last dot are the
 * sample, which webdataset itself would not find. A name that stands twice begins a second sample of the same key.
 * @throws UserError naming the sample that has no image or no label
 */
export async function readShardSamples(
  shard: ByteRange,
  path: string,
  classes: number,
  budget: ReadingBudget,
  remedy: string,
): Promise<ShardContent> {
  const groups = new Map<string, Files[]>();
  const passedOver: string[] = [];
  const options = { budget, passedOver: (name: string) => void passedOver.push(name) };
  for await (const place of indexTar(shard, path, remedy, options)) {
    const part = samplePart(place.name);
    if (!part) {
      passedOver.push(place.name);
      continue;
    }
    budget.takeBytes(2 * place.name.length);
    const own = groups.get(part.key) ?? [];
    groups.set(part.key, own);
    const open = own.find((files) => !files.has(part.extension));
    if (open) open.set(part.extension, place);
    else own.push(new Map([[part.extension, place]]));
  }
  const samples: ShardSample[] = [];
  const further: string[] = [];
  for (const [key, own] of groups)
    for (const files of own) {
      const stems = stemsOf(files);
      if (stems.length === 0) passedOver.push(...Array.from(files.values(), ({ name }) => name));
      for (const stem of stems) {
        const named = key + (stem === '' ? '' : `.${stem.slice(0, -1)}`);
        const image = firstOf(files, SHARD_IMAGES, stem);
        const label = await readLabel(shard, firstOf(files, LABELS, stem));
        if (!image || label === undefined || !isSound(label, classes))
          throw new UserError(
            `${path}: sample ${named} needs an image and a label from 0 to ${classes - 1}, and has ` +
              `${[...files.keys()].slice(0, 9).join(', ')}; ${remedy}`,
          );
        samples.push({ key: named, shard, path, image, label });
        further.push(...furtherOf(files, SHARD_IMAGES, stem), ...furtherOf(files, LABELS, stem));
      }
    }
  return { samples, passedOver, further };
}

/**
 * What stands before the last dot of the names that make a sample: nothing for `png` and `cls`, "5." for `5.png` and
 * `5.cls`. Files that make none, such as `json` alone, give an empty list. Beside a sample without a stem only a whole
 * one is another: "seg.png" alone is a further image of that sample.
 */
function stemsOf(files: Files): string[] {
  const stems = new Set(Array.from(files.keys(), (name) => name.slice(0, name.lastIndexOf('.') + 1)));
  const has = (stem: string, names: readonly string[]): boolean => firstOf(files, names, stem) !== undefined;
  const isPlain = has('', SHARD_IMAGES) || has('', LABELS);
  return [...stems].filter((stem) =>
    isPlain && stem !== ''
      ? has(stem, SHARD_IMAGES) && has(stem, LABELS)
      : has(stem, SHARD_IMAGES) || has(stem, LABELS),
  );
}

async function readLabel(shard: ByteRange, place: TarPlace | undefined): Promise<number | number[] | undefined> {
  if (!place || place.size > MAX_LABEL_BYTES) return undefined;
  const bytes = await shard.read(place.offset, place.size);
  if (place.name.toLowerCase().endsWith('.npy')) return readNpyVector(bytes);
  const text = Buffer.from(bytes).toString('latin1').trim();
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function isSound(label: number | number[], classes: number): boolean {
  if (typeof label === 'number') return label < classes;
  return label.length === classes && label.every((present) => present === 0 || present === 1);
}
