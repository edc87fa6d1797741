import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { expectClose } from '../fixtures/close.js';

const LIB = new URL('../../lib/dist/index.js', import.meta.url).href;

/** A script in a process of its own, on the engine that is asked for. */
function run(script: string, engine: string): { out: string; err: string } {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: { ...process.env, CLIPLAB_ENGINE: engine },
  });
  return { out: stdout, err: stderr };
}

const HEAD = `import { tf, initializeClip, createRandom } from ${JSON.stringify(LIB)};\n`;
const TEXT = {
  kind: 'transformer',
  vocabSize: 60,
  contextLength: 8,
  width: 16,
  layers: 2,
  heads: 2,
  mlpWidth: 32,
  activation: 'gelu',
  layerNormEpsilon: 1e-5,
};
const VISIONS = [
  {
    kind: 'vit',
    imageSize: 16,
    patchSize: 8,
    width: 16,
    layers: 2,
    heads: 2,
    mlpWidth: 32,
    activation: 'quick_gelu',
    layerNormEpsilon: 1e-5,
  },
  { kind: 'modified-resnet', imageSize: 32, layers: [1, 1, 1], width: 8, heads: 4 },
];
const features = (vision: object): string => `${HEAD}
  const config = { embedDim: 8, vision: ${JSON.stringify(vision)}, text: ${JSON.stringify(TEXT)}, mean: [0, 0, 0], std: [1, 1, 1] };
  const model = initializeClip(config, createRandom(1));
  while (tf.getBackend() === 'cpu') await new Promise((settle) => setTimeout(settle, 1)); // WebAssembly compiles
  const S = config.vision.imageSize;
  const pixels = tf.tensor4d(Float32Array.from({ length: 2 * S * S * 3 }, (_, k) => Math.sin(k)), [2, S, S, 3]);
  const image = model.encodeImage(pixels, { training: false, precision: 'auto' });
  const text = model.encodeText(tf.tensor2d([[1, 5, 59, 0], [1, 9, 7, 59]], [2, 4], 'int32'));
  if (process.env.CLIPLAB_ENGINE) console.error(tf.getBackend());
  console.log(JSON.stringify([...image.dataSync(), ...text.dataSync()]));`;

it.each(VISIONS)('a $kind gives the same features in WebAssembly, with one warning', (vision) => {
  const wasm = run(features(vision), 'wasm');
  const native = run(features({ ...vision }).replace("'auto'", "'fp32'"), '');
  expect(wasm.err).toMatch(/^cliplab: TensorFlow does not load .* WebAssembly stands in: .*\nwasm\n$/);
  expect(native.err).toBe('');
  const right = JSON.parse(native.out) as number[];
  expectClose(JSON.parse(wasm.out) as number[], right, 1e-4 * Math.max(...right.map(Math.abs)));
});

it('what needs TensorFlow says so in a sentence', () => {
  const { out } = run(
    `${HEAD}
    import { linearProbe } from ${JSON.stringify(LIB)};
    try { await linearProbe({ data: new Float32Array(8), rows: 4, columns: 2 }, [0, 1, 0, 1], 2, { C: 1 }); }
    catch (error) { console.log(error.name, error.message); }`,
    'wasm',
  );
  expect(out).toMatch(/^UserError This needs TensorFlow/);
});

it('before it is compiled, a tensor has values of its own, too', () => {
  const { out } = run(
    `${HEAD}const { ownTensor } = await import(${JSON.stringify(new URL('../../lib/dist/engine/ownTensor.js', import.meta.url).href)});
    tf.setBackend('cpu');
    const values = Float32Array.of(1, 2, 3);
    const tensor = ownTensor(values, [3]);
    values.fill(0);
    console.log(JSON.stringify([tf.getBackend(), ...tensor.dataSync()]));`,
    'wasm',
  );
  expect(JSON.parse(out)).toEqual(['cpu', 1, 2, 3]);
});
