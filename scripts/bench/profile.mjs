/**
 * Where the time of a forward pass goes, by TensorFlow operation: npm run bench -- profile [ViT-B/32]
 *
 * Each operation is timed around its call; what remains is JavaScript and the way through the binding. Weights are untrained.
 */
import { createRandom, initialiseClip, RELEASED_CONFIGS, tf } from 'cliplab';

const name = /** @type {import('cliplab').ReleasedName} */ (process.argv[2] ?? 'ViT-B/32');
const config = RELEASED_CONFIGS[name];
if (!config) throw new Error(`${name} is none of ${Object.keys(RELEASED_CONFIGS).join(', ')}`);
const random = createRandom(1);
// The time does not depend on the values, and drawing a hundred million of them would take minutes.
/** @type {import('cliplab').Random} */
const quick = { ...random, normal: () => 0.02, next: () => 0.5, fork: () => quick };
const model = initialiseClip(config, quick);

/** @type {any} */
const backend = tf.backend();
const { binding } = backend;
/** @type {Map<string, { ms: number, calls: number }>} */
const spent = new Map();
const executeOp = (/** @type {string} */ op, /** @type {any[]} */ ...rest) => {
  const start = performance.now();
  const outputs = binding.executeOp(op, ...rest);
  const entry = spent.get(op) ?? { ms: 0, calls: 0 };
  spent.set(op, { ms: entry.ms + performance.now() - start, calls: entry.calls + 1 });
  return outputs;
};
backend.binding = Object.create(binding, { executeOp: { value: executeOp } });

const { imageSize } = config.vision;
for (const precision of /** @type {const} */ (['fp32', 'bf16']))
  for (const batch of [1, 32]) {
    const pixels = /** @type {import('cliplab').Tensor4D} */ (tf.randomNormal([batch, imageSize, imageSize, 3]));
    const pass = () => tf.tidy(() => void model.encodeImage(pixels, { training: false, precision }).dataSync());
    pass();
    spent.clear();
    const rounds = batch === 1 ? 10 : 2;
    const start = performance.now();
    for (let round = 0; round < rounds; round++) pass();
    const total = (performance.now() - start) / rounds;
    const rows = [...spent].map(([op, { ms, calls }]) => ({ op, ms: ms / rounds, calls: calls / rounds }));
    const rest = total - rows.reduce((sum, { ms }) => sum + ms, 0);
    process.stdout.write(`${name} pictures, ${precision}, batch ${batch}: ${total.toFixed(1)} ms\n`);
    for (const { op, ms, calls } of [
      ...rows.sort((a, b) => b.ms - a.ms),
      { op: '(outside of operations)', ms: rest, calls: 0 },
    ])
      if (ms / total > 0.001)
        process.stdout.write(
          `  ${op.padEnd(28)} ${((100 * ms) / total).toFixed(1).padStart(5)} %  ${ms.toFixed(2).padStart(9)} ms  ${calls || ''}\n`,
        );
    pixels.dispose();
  }
