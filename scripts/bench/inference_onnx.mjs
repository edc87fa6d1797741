/**
 * ONNX Runtime's side of scripts/bench/inference.mjs, as transformers.js uses it in Node: its image processor, its
 * sessions. The ResNets, which its classes do not know, run in the same sessions.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { answerRequests } from './answerRequests.mjs';

const load = createRequire(join(import.meta.dirname, '..', '..', '.cache', 'bench-npm', 'package.json'));
const transformers = load('@huggingface/transformers');
const ort = load('onnxruntime-node');
transformers.env.allowRemoteModels = false;

/** @type {{ image: any, text: any, processor: any } | undefined} */
let sessions;
/** @type {Map<number, any>} */
const random = new Map();

/** @param {() => Promise<Float32Array[]>} job */
async function timed(job) {
  const start = performance.now();
  const parts = await job();
  return { seconds: (performance.now() - start) / 1000, features: parts.flatMap((part) => [...part]).slice(0, 4096) };
}

/** @param {string} folder */
async function open(folder) {
  const session = (/** @type {string} */ name) => ort.InferenceSession.create(join(folder, 'onnx', `${name}.onnx`));
  const settings = JSON.parse(readFileSync(join(import.meta.dirname, 'clip_processor.json'), 'utf8'));
  sessions = {
    image: await session('vision_model'),
    text: await session('text_model'),
    processor: new transformers.CLIPImageProcessor(settings),
  };
  return {};
}

function opened() {
  if (!sessions) throw new Error('no model is open');
  return sessions;
}

/** @param {any} pixels an ONNX tensor */
async function encode(pixels) {
  const { image_embeds } = await opened().image.run({ pixel_values: pixels });
  return image_embeds.data;
}

/** @param {number} batch */
function noise(batch) {
  const values = Float32Array.from({ length: batch * 3 * 224 * 224 }, () => 2 * Math.random() - 1);
  const pixels = random.get(batch) ?? new ort.Tensor('float32', values, [batch, 3, 224, 224]);
  random.set(batch, pixels);
  return pixels;
}

/** @param {string[]} files @param {number} batchSize */
async function fromFiles(files, batchSize) {
  const features = [];
  for (let k = 0; k < files.length; k += batchSize) {
    const images = await Promise.all(files.slice(k, k + batchSize).map((file) => transformers.RawImage.read(file)));
    const { pixel_values } = await opened().processor(images);
    features.push(await encode(new ort.Tensor('float32', pixel_values.data, pixel_values.dims)));
  }
  return features;
}

await answerRequests(async ({ open: folder, noise: batch, files, batchSize, texts }) => {
  if (folder) return open(folder);
  if (batch) {
    const pixels = noise(batch);
    return timed(async () => [await encode(pixels)]);
  }
  if (files) return timed(() => fromFiles(files, batchSize));
  const ids = BigInt64Array.from(texts.flat(), BigInt);
  const input = new ort.Tensor('int64', ids, [texts.length, texts[0].length]);
  return timed(async () => [(await opened().text.run({ input_ids: input })).text_embeds.data]);
});
