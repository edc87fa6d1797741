import { stat } from 'node:fs/promises';
import { decodeBatches } from '../../image/decode/decodeBatches.js';
import { filledImageFolder } from '../../image/imageFolder.js';
import { imageFile } from '../../image/imageSource.js';
import { sha256 } from '../../io/sha256.js';
import { UserError } from '../../io/userError.js';
import { matrixRow, selectRows, type Matrix } from '../../eval/matrix.js';
import type { LoadedDetector } from './detectorFiles.js';
import { cutPieces, embedPieces } from './embedPieces.js';
import { embedWithDetector } from './embedWithDetector.js';

/** Images by name, with the detector's unit embeddings [N, D]. */
export interface EmbeddedImages {
  readonly names: readonly string[];
  readonly embeddings: Matrix;
  /** Files that could not be read and are left out. */
  readonly skipped: readonly string[];
  /** What else was passed over in a folder and why, in words; empty where nothing was. */
  readonly passedOver: string;
}

/** An image file as it lies on disk. */
interface ImageFile {
  readonly name: string;
  readonly path: string;
  /** Bytes and time of change: what tells whether it is still the same. */
  readonly state: string;
}

const PIECE = 1024;
/** Of a folder found somewhere, so many files may be broken. */
const MAX_SKIPPED_SHARE = 0.05;

/**
 * Embeds all images of a folder, shorter side resized and the center cut out. What was embedded before is taken from
 * the cache; files that cannot be read are left out and listed.
 * @throws UserError where it is no folder, holds no images, or more than 5 % of them cannot be read
 */
export async function embedFolder(
  { detector, hash }: LoadedDetector,
  folder: string,
  cache?: string,
): Promise<EmbeddedImages> {
  const { files: found, passedOver } = await filledImageFolder(folder);
  const files = await Promise.all(found.map(withState));
  const { embedDim, vision } = detector.config;
  const pieces = cutPieces(files.length, PIECE, (begin, end) => {
    const own = files.slice(begin, end);
    return {
      key: sha256(JSON.stringify([hash, vision.imageSize, own])),
      embed: () => embedFiles(detector, own),
    };
  });
  const options = { columns: embedDim, label: folder, ...(cache === undefined ? {} : { folder: cache }) };
  return { ...withoutUnreadable(files, await embedPieces(pieces, options), folder), passedOver };
}

async function withState({ name, path }: { name: string; path: string }): Promise<ImageFile> {
  const { size, mtimeMs } = await stat(path);
  return { name, path, state: `${size} ${mtimeMs}` };
}

/** [files, D]; the row of a file that cannot be read is zero. */
async function embedFiles(detector: LoadedDetector['detector'], files: readonly ImageFile[]): Promise<Float32Array> {
  const { embedDim, vision } = detector.config;
  const rows = new Float32Array(files.length * embedDim);
  const sources = files.map(({ path }) => imageFile(path));
  for await (const batch of decodeBatches(sources, { size: vision.imageSize, batchSize: 256, maxSkippedShare: 1 })) {
    if (batch.images.count === 0) continue;
    const embedded = await embedWithDetector(detector, batch.images);
    batch.indices.forEach((index, k) => rows.set(matrixRow(embedded, k), index * embedDim));
  }
  return rows;
}

function withoutUnreadable(
  files: readonly ImageFile[],
  embeddings: Matrix,
  folder: string,
): Omit<EmbeddedImages, 'passedOver'> {
  const readable = files.map((_, k) => matrixRow(embeddings, k).some((value) => value !== 0));
  const skipped = files.filter((_, k) => !readable[k]).map(({ name }) => name);
  if (skipped.length > MAX_SKIPPED_SHARE * files.length)
    throw new UserError(
      `${skipped.length} of the ${files.length} images in ${folder} cannot be read, the first of them ${skipped[0]}; ` +
        `mend or remove them (up to ${100 * MAX_SKIPPED_SHARE} % are left out).`,
    );
  if (skipped.length === 0) return { names: files.map(({ name }) => name), embeddings, skipped };
  const kept = files.flatMap((_, k) => (readable[k] ? [k] : []));
  return { names: kept.map((k) => files[k]!.name), embeddings: selectRows(embeddings, kept), skipped };
}
