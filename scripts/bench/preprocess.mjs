/**
 * How fast image files become what the released models see: cliplab, PIL as openai/CLIP uses it, and sharp's own
 * resize, which is not exact; npm run bench -- preprocess
 *
 * The images are drawn from a seed: soft shapes with grain, as photographs compress. cliplab and PIL must give the same
 * bytes.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, decodeBatches, imageFile, preprocess } from 'cliplab';
import sharp from 'sharp';
import { drawImage } from './drawImage.mjs';
import { interleave, rateTable } from './interleave.mjs';
import { pythonPeer } from './pythonPeer.mjs';

const SIZE = 224;
const ROUNDS = 5;
/** @type {{ format: 'jpeg' | 'png' | 'webp', width: number, height: number, count: number, alpha?: boolean }[]} */
const KINDS = [
  { format: 'jpeg', width: 500, height: 375, count: 96 },
  { format: 'jpeg', width: 3000, height: 2000, count: 8 },
  { format: 'png', width: 640, height: 480, count: 48 },
  { format: 'png', width: 640, height: 480, count: 48, alpha: true },
  { format: 'png', width: 32, height: 32, count: 400 },
  { format: 'webp', width: 500, height: 375, count: 48 },
];

/** @param {() => Promise<unknown>} job */
async function timed(job) {
  const start = performance.now();
  await job();
  return (performance.now() - start) / 1000;
}

const folder = await mkdtemp(join(tmpdir(), 'cliplab-bench-'));
const peer = pythonPeer('preprocess_peer.py');
try {
  for (const kind of KINDS) {
    const random = createRandom(1);
    const drawn = await Promise.all(Array.from({ length: Math.min(8, kind.count) }, () => drawImage(kind, random)));
    const paths = drawn.map((_, k) => join(folder, `${k}.${kind.format}`));
    await Promise.all(paths.map((path, k) => writeFile(path, drawn[k] ?? '')));
    const files = Array.from({ length: kind.count }, (_, k) => paths[k % paths.length] ?? '');
    const byName = {
      'cliplab, in batches': () =>
        timed(async () => {
          for await (const { images } of decodeBatches(files.map(imageFile), { size: SIZE, batchSize: 32 }))
            void images;
        }),
      'cliplab, one at a time': () =>
        timed(async () => {
          for (const file of files) await preprocess(await readFile(file), SIZE);
        }),
      'PIL, a thread a core': async () => (await peer.ask({ files, size: SIZE, threads: 0 })).seconds,
      'PIL, one thread': async () => (await peer.ask({ files, size: SIZE, threads: 1 })).seconds,
      "sharp's resize, in parallel (not exact)": () =>
        timed(() =>
          Promise.all(
            files.map((file) =>
              sharp(file).resize(SIZE, SIZE, { fit: 'cover', kernel: 'cubic' }).removeAlpha().raw().toBuffer(),
            ),
          ),
        ),
    };
    const rates = await interleave(
      Object.entries(byName).map(([name, run]) => ({ name, run })),
      kind.count,
      ROUNDS,
    );
    const title = `preprocess: ${kind.format} of ${kind.width} x ${kind.height}${kind.alpha ? ' with alpha' : ''}`;
    process.stdout.write(rateTable(title, 'images', rates) + '\n');
    const ours = await Promise.all(paths.map(async (path) => [...(await preprocess(await readFile(path), SIZE))]));
    const differs = await peer.ask({ files: paths, size: SIZE, pixels: ours }).then(
      (answer) => `  largest difference from PIL: ${answer.difference} of 255\n`,
      () => '',
    );
    process.stdout.write(differs);
  }
} finally {
  await peer.end();
  await rm(folder, { recursive: true });
}
