import { createRandom, createTokenizer, findRecipe, trainBpe } from 'cliplab';

/** Images of sixteen shades with their names, and a recipe whose model has a few thousand parameters. */
export function tinyTraining() {
  const random = createRandom(1);
  const captions = Array.from({ length: 64 }, (_, k) => [`image ${k % 16}`, `drawing number ${k % 16}`]);
  const size = 20;
  const pixels = Uint8Array.from(
    { length: 64 * size * size * 3 },
    (_, k) => (Math.floor(k / (size * size * 3)) % 16) * 16 + random.int(16),
  );
  const pairs = {
    images: { count: 64, height: size, width: size, pixels },
    captions,
    sets: captions.map(() => 'drawn'),
  };
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
    steps: 16,
    warmupSteps: 2,
    averageDecay: 0.9,
    // A checkpoint behind each line of the log, so that what a line says is counted from the line before in every run.
    checkpointEvery: 2,
    evaluateEvery: 2,
  };
  const vocabulary = trainBpe(captions.flat(), { merges: 40, minFrequency: 2 });
  return { pairs, recipe, vocabulary, tokenizer: createTokenizer(vocabulary, 10) };
}
