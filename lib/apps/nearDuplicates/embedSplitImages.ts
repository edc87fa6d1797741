import type { ImageSplit } from '../../datasets/imageSplit.js';
import { sha256 } from '../../io/sha256.js';
import type { LoadedDetector } from './detectorFiles.js';
import type { EmbeddedImages } from './embedFolder.js';
import { cutPieces, embedPieces } from './embedPieces.js';
import { embedWithDetector } from './embedWithDetector.js';

const PIECE = 1024;

/**
 * Embeds the images of a dataset's split; labels are not looked at. What was embedded before is taken from the cache.
 * @throws UserError naming an image that cannot be read
 */
export async function embedSplitImages(
  { detector, hash }: LoadedDetector,
  { keys, sha256: content, read }: ImageSplit,
  label: string,
): Promise<EmbeddedImages> {
  const { embedDim, vision } = detector.config;
  const embed = async (begin: number, end: number): Promise<Float32Array> => {
    const rows = new Float32Array((end - begin) * embedDim);
    const positions = Int32Array.from({ length: end - begin }, (_, k) => begin + k);
    let at = 0;
    for await (const images of read(positions, vision.imageSize, { batchSize: 256 })) {
      rows.set((await embedWithDetector(detector, images)).data, at);
      at += images.count * embedDim;
    }
    return rows;
  };
  const pieces = cutPieces(keys.length, PIECE, (begin, end) => ({
    key: sha256(JSON.stringify([hash, vision.imageSize, content, begin])),
    embed: () => embed(begin, end),
  }));
  return {
    names: keys,
    embeddings: await embedPieces(pieces, { columns: embedDim, label }),
    skipped: [],
    passedOver: '',
  };
}
