/**
 * How fast images and texts become features: cliplab, PyTorch (transformers, and open_clip for the ResNet) and ONNX
 * Runtime as transformers.js uses it, all with the same untrained weights, each in a process of its own: npm run bench
 * -- inference
 *
 * `npm run bench -- inference ViT-B/32 RN50` measures those models; `--rounds 3` shortens it.
 * `model only` starts from normalized pixels or token ids and ends with features in memory; `from files` starts from
 * JPEG files of 500 x 375. Texts have 16 tokens, but for open_clip's, which always take 77.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom, RELEASED_CONFIGS } from 'cliplab';
import { findKnown } from '../setup/findKnown.mjs';
import { drawImage } from './drawImage.mjs';
import { interleave, rateTable } from './interleave.mjs';
import { peerProcess } from './peerProcess.mjs';
import { pythonPeer } from './pythonPeer.mjs';

const MODELS = join(import.meta.dirname, '..', '..', '.cache', 'bench-models');
const TOKENS = 16;
const FILES = 64;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string' } },
});
const names = positionals.length > 0 ? positionals : ['ViT-B/32', 'RN50', 'ViT-L/14'];
for (const name of names) findKnown('released model', name, RELEASED_CONFIGS);

const node = (/** @type {string} */ script) => peerProcess(process.execPath, [join(import.meta.dirname, script)]);
const SIDES = /** @type {const} */ ([
  { name: 'cliplab fp32', precision: 'fp32', start: () => node('inference_cliplab.mjs') },
  { name: 'cliplab bf16', precision: 'bf16', start: () => node('inference_cliplab.mjs') },
  { name: 'PyTorch fp32', precision: 'fp32', start: () => pythonPeer('inference_peer.py') },
  { name: 'PyTorch bf16', precision: 'bf16', start: () => pythonPeer('inference_peer.py') },
  { name: 'ONNX Runtime fp32', precision: 'fp32', start: () => node('inference_onnx.mjs') },
]);

/**
 * A request to a process that runs for it alone.
 * @param {() => import('./peerProcess.mjs').Peer} start
 * @param {readonly object[]} requests
 */
async function once(start, requests) {
  const side = start();
  try {
    for (const request of requests) await side.ask(request);
  } finally {
    await side.end();
  }
}

/** The folder of an untrained model in everyone's layout, made once. */
async function untrained(/** @type {string} */ name) {
  const folder = join(MODELS, name.replace(/\W/g, '-'));
  if (!existsSync(join(folder, 'config.json'))) {
    process.stderr.write(`cliplab bench: making an untrained ${name}\n`);
    await mkdir(folder, { recursive: true });
    await once(() => node('inference_cliplab.mjs'), [{ make: name, to: folder }]);
  }
  if (!existsSync(join(folder, 'onnx', 'text_model.onnx'))) {
    process.stderr.write(`cliplab bench: exporting ${name} to ONNX\n`);
    const requests = [{ open: folder, precision: 'fp32' }, { export: folder }];
    await once(() => pythonPeer('inference_peer.py'), requests).catch((error) =>
      process.stderr.write(`cliplab bench: no ONNX: ${error.message}\n`),
    );
  }
  return folder;
}

/** @param {number} count token ids as the released models read them, a start and an end around words */
function captions(count) {
  const random = createRandom(2);
  return Array.from({ length: count }, () => [
    49406,
    ...Array.from({ length: TOKENS - 2 }, () => 300 + random.int(40_000)),
    49407,
  ]);
}

/** @param {readonly number[]} a @param {readonly number[]} b @param {number} rows the least cosine of a row */
function leastCosine(a, b, rows) {
  const D = a.length / rows;
  const dot = (/** @type {readonly number[]} */ x, /** @type {readonly number[]} */ y, /** @type {number} */ row) => {
    let sum = 0;
    for (let k = row * D; k < (row + 1) * D; k++) sum += (x[k] ?? NaN) * (y[k] ?? NaN);
    return sum;
  };
  const cosines = Array.from({ length: rows }, (_, row) => dot(a, b, row) / Math.sqrt(dot(a, a, row) * dot(b, b, row)));
  return Math.min(...cosines);
}

/** @param {string} name @param {readonly string[]} files @param {number} rounds */
async function measure(name, files, rounds) {
  const folder = await untrained(name);
  const sides = SIDES.map((side) => ({ ...side, peer: side.start(), peak: 0, failed: '' }));
  for (const side of sides)
    await side.peer.ask({ open: folder, precision: side.precision }).catch((error) => (side.failed = error.message));
  const jobs = [
    { what: 'images, model only, batch 32', request: { noise: 32 }, units: 32 },
    { what: 'images, model only, batch 1', request: { noise: 1 }, units: 1 },
    { what: 'images, from files, batch 32', request: { files, batchSize: 32 }, units: files.length },
    { what: 'images, from files, batch 1', request: { files: files.slice(0, 4), batchSize: 1 }, units: 4 },
    { what: 'texts, batch 32', request: { texts: captions(32) }, units: 32 },
    { what: 'texts, batch 1', request: { texts: captions(1) }, units: 1 },
  ];
  for (const { what, request, units } of jobs) {
    const contestants = sides.map((side) => ({
      name: side.name,
      run: async () => {
        if (side.failed) throw new Error(side.failed);
        const { seconds, peakBytes } = await side.peer.ask(request);
        side.peak = peakBytes;
        return seconds;
      },
    }));
    const rates = await interleave(contestants, units, units === 1 ? 3 * rounds : rounds);
    process.stdout.write(rateTable(`${name}: ${what}`, units === 1 ? 'runs' : 'units', rates) + '\n');
  }
  const features = async (/** @type {object} */ request) =>
    Promise.all(
      sides.map((side) =>
        side.peer.ask(request).then(
          (answer) => answer.features,
          () => undefined,
        ),
      ),
    );
  for (const [what, request] of Object.entries({
    images: { files: files.slice(0, 4), batchSize: 4 },
    texts: { texts: captions(4) },
  })) {
    const [reference, ...others] = await features(request);
    const cosines = others.map((other, k) =>
      other && reference ? `${SIDES[k + 1]?.name} ${leastCosine(reference, other, 4).toFixed(6)}` : '',
    );
    process.stdout.write(`  least cosine to cliplab fp32, ${what}: ${cosines.filter(Boolean).join(', ')}\n`);
  }
  const peaks = sides.map(({ name: who, peak }) => `${who} ${(peak / 1e9).toFixed(2)}`);
  process.stdout.write(`  most memory, GB: ${peaks.join(', ')}\n`);
  for (const { peer } of sides) await peer.end();
}

const images = await mkdtemp(join(tmpdir(), 'cliplab-bench-'));
try {
  const random = createRandom(1);
  const files = [];
  for (let k = 0; k < FILES; k++) {
    const path = join(images, `${k}.jpeg`);
    await writeFile(path, await drawImage({ format: 'jpeg', width: 500, height: 375 }, random));
    files.push(path);
  }
  for (const name of names) {
    const large = name.startsWith('ViT-L');
    await measure(name, files.slice(0, large ? 32 : FILES), Number(flags.rounds ?? (large ? 2 : 5)));
  }
} finally {
  await rm(images, { recursive: true });
}
