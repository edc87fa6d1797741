/** Trains a tiny model into the folder that is its argument, for killedRun.test.ts to kill. */
import { createRandom, createTokenizer, findRecipe, train, trainBpe } from 'cliplab';

const random = createRandom(1);
const captions = Array.from({ length: 64 }, (_, k) => [`picture ${k % 16}`, `drawing number ${k % 16}`]);
const size = 20;
const pixels = Uint8Array.from(
  { length: 64 * size * size * 3 },
  (_, k) => (Math.floor(k / (size * size * 3)) % 16) * 16 + random.int(16),
);
const pairs = { images: { count: 64, height: size, width: size, pixels }, captions, sets: captions.map(() => 'drawn') };
const found = findRecipe('mini-rn');
const recipe = {
  ...found,
  name: 'tiny',
  model: {
    ...found.model,
    embedDim: 16,
    vision: { .../** @type {any} */ (found.model.vision), layers: [1, 1], width: 8, heads: 4, imageSize: 16 },
    text: { .../** @type {any} */ (found.model.text), contextLength: 10, width: 16 },
  },
  batchSize: 16,
  steps: 40,
  warmupSteps: 2,
  averageDecay: 0.9,
  checkpointEvery: 3,
  evaluateEvery: 20,
};
const tokenizer = createTokenizer(trainBpe(captions.flat(), { merges: 40, minFrequency: 2 }), 10);
const folder = process.argv[2] ?? '';
(await train({ recipe, folder, pairs, validation: pairs, tokenizer, precision: 'fp32' })).dispose();
