import type { PairSet } from '../../datasets/iconwit/pairSet.js';
import type { ImageBatch } from '../../image/imageBatch.js';
import { sha256 } from '../../io/sha256.js';
import type { Matrix } from '../../eval/matrix.js';
import type { LoadedDetector } from './detectorFiles.js';
import { cutPieces, embedPieces } from './embedPieces.js';
import { embedWithDetector } from './embedWithDetector.js';

const PIECE = 8192;

/** The detector's unit embeddings of all images of a set of pairs, [N, D], a piece at a time and kept. */
export async function embedPairSet(
  { detector, hash }: LoadedDetector,
  { images, hash: pairs }: PairSet,
  label: string,
): Promise<Matrix> {
  const pieces = cutPieces(images.count, PIECE, (begin, end) => {
    const own = part(images, begin, end);
    return {
      key: sha256(JSON.stringify([hash, pairs, begin, own.count])),
      embed: async () => (await embedWithDetector(detector, own)).data,
    };
  });
  return embedPieces(pieces, { columns: detector.config.embedDim, label });
}

/** Images `begin` to `end`, not copied. */
function part({ height, width, pixels }: ImageBatch, begin: number, end: number): ImageBatch {
  const size = height * width * 3;
  return { count: end - begin, height, width, pixels: pixels.subarray(begin * size, end * size) };
}
