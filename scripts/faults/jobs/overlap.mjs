import { join } from 'node:path';
import { loadTask } from '../../../lib/dist/datasets/suite/loadTask.js';
import { selectImages } from '../../../lib/dist/image/selectImages.js';
import { loadDetector } from '../../../lib/dist/apps/nearDuplicates/detectorFiles.js';
import { cutPieces, embedPieces } from '../../../lib/dist/apps/nearDuplicates/embedPieces.js';
import { embedWithDetector } from '../../../lib/dist/apps/nearDuplicates/embedWithDetector.js';
import { nearestRows } from '../../../lib/dist/apps/nearDuplicates/nearestRows.js';
import { csvText } from '../../../lib/dist/io/csvText.js';
import { sha256 } from '../../../lib/dist/io/sha256.js';
import { writeFileAtomic } from '../../../lib/dist/io/writeFileAtomic.js';

const IMAGES = 48;

/** The search for near-duplicates: embeddings that are kept piece by piece, and the list of what was found. */
export default async function prepare() {
  const { detector, hash } = await loadDetector();
  const { images } = (await loadTask('weather')).train;
  return async (/** @type {string} */ folder) => {
    const pieces = cutPieces(IMAGES, 4, (begin, end) => ({
      key: sha256(`${hash} ${begin}`),
      embed: async () => {
        const own = Array.from({ length: end - begin }, (_, k) => begin + k);
        return (await embedWithDetector(detector, selectImages(images, own))).data;
      },
    }));
    const columns = detector.config.embedDim;
    const kept = join(folder, 'overlap');
    const embedded = await embedPieces(pieces, { columns, label: 'weather', folder: kept });
    const { indices, similarities } = await nearestRows(embedded, embedded);
    const table = Array.from(indices, (index, k) => ({ a: k, b: index, similarity: similarities[k] ?? 0 }));
    await writeFileAtomic(join(folder, 'pairs.csv'), csvText(table));
  };
}
