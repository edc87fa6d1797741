import { createRandom } from '../../lib/engine/random.js';
import { createTokenizer } from '../../lib/text/createTokenizer.js';
import { trainBpe } from '../../lib/text/trainBpe.js';
import type { Tokenizer } from '../../lib/text/tokenizer.js';
import { MINI_RN } from '../../lib/train/miniRn.js';
import type { Recipe } from '../../lib/train/recipe.js';
import type { TrainingPairs } from '../../lib/train/trainingPairs.js';

const COLORS = { red: [220, 30, 30], green: [30, 200, 40], blue: [30, 40, 220], white: [250, 250, 250] };
const SIDES = ['left', 'right', 'top', 'bottom'] as const;

/**
 * Colored halves with their names: sixteen images that a small model can tell apart, `copies` noisy drawings of each.
 */
export function coloredHalves(copies: number, seed: number): TrainingPairs {
  const random = createRandom(seed);
  const size = 20;
  const captions: string[][] = [];
  const pixels: number[] = [];
  for (let copy = 0; copy < copies; copy++)
    for (const [color, rgb] of Object.entries(COLORS))
      for (const side of SIDES) {
        captions.push([`${color} ${side}`, `a ${side} half in ${color}`]);
        for (let y = 0; y < size; y++)
          for (let x = 0; x < size; x++) {
            const inside = { left: x < 10, right: x >= 10, top: y < 10, bottom: y >= 10 }[side];
            for (let c = 0; c < 3; c++) pixels.push(inside ? rgb[c]! - random.int(20) : 100 + random.int(20));
          }
      }
  return {
    images: { count: captions.length, height: size, width: size, pixels: Uint8Array.from(pixels) },
    captions,
    sets: captions.map(([name]) => name!.split(' ')[0]!),
  };
}

export function tinyTokenizer(pairs: TrainingPairs): Tokenizer {
  return createTokenizer(trainBpe(pairs.captions.flat(), { merges: 40, minFrequency: 2 }), 10);
}

/** A model of a few thousand parameters that trains in seconds. */
export const TINY: Recipe = {
  ...MINI_RN,
  name: 'tiny',
  model: {
    ...MINI_RN.model,
    embedDim: 16,
    vision: { kind: 'modified-resnet', layers: [1, 1], width: 8, heads: 4, imageSize: 16 },
    text: { kind: 'cbow', contextLength: 10, width: 16 },
  },
  batchSize: 16,
  steps: 12,
  warmupSteps: 2,
  learningRate: 1e-2,
  checkpointEvery: 4,
  checkpointsKept: 2,
  evaluateEvery: 6,
};
