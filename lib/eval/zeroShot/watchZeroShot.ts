import type { Matrix } from '../matrix.js';
import { bagOfWordsZeroShotLogits } from './bagOfWordsZeroShot.js';
import { captionZeroShotLogits } from './captionZeroShot.js';
import { topKAccuracy } from '../metrics/topKAccuracy.js';
import type { Clip } from '../../models/clip.js';
import type { Parameters } from '../../models/parameters.js';
import type { Tokenizer } from '../../text/tokenizer.js';
import type { ZeroShotWay } from '../../train/objective.js';
import { findObjective } from '../../train/objectives/findObjective.js';
import type { TrainingPairs } from '../../train/trainingPairs.js';
import { watchNames, type Watch } from '../../train/watchNames.js';

type Logits = (model: Clip, extra: Parameters, names: readonly string[]) => Promise<Matrix>;

/**
 * What training watches, by the way in which a model of that objective classifies out of words alone (paper Figure 2):
 * how often an image's own main caption is the best, or among the five best, of all the distinct main captions of
 * `pairs`. Objectives that read no words (`simclr`, `supervised`) have no such accuracy.
 * @example
 * const { pairs, validation } = await suitePairs();
 * const recipe = smokeRecipe(findRecipe('lab-caption'));
 * const vocabulary = trainBpe(pairs.captions.flat(), { merges: recipe.merges });
 * const tokenizer = createTokenizer(vocabulary, recipe.model.text.contextLength);
 * const watch = watchZeroShot('caption', tokenizer, validation);
 * await train({ recipe, folder: 'runs/caption', pairs, validation, tokenizer, precision: 'fp32', watch });
 */
export function watchZeroShot(objective: string, tokenizer: Tokenizer, pairs: TrainingPairs): Watch {
  const { images, captions } = pairs;
  const byLogits =
    (logits: Logits): Watch =>
    async (model, extra) => {
      const names = [...new Set(captions.map((choices) => choices[0]!))];
      const indexOf = new Map(names.map((name, k) => [name, k]));
      const labels = Int32Array.from(captions, (choices) => indexOf.get(choices[0]!)!);
      const scores = await logits(model, extra, names);
      return { validationTop1: topKAccuracy(scores, labels, 1), validationTop5: topKAccuracy(scores, labels, 5) };
    };
  const watches: Readonly<Record<ZeroShotWay, () => Watch>> = {
    'shared space': () => watchNames(tokenizer, pairs),
    caption: () =>
      byLogits((model, extra, names) => captionZeroShotLogits(model, extra, tokenizer, images, names, ['{c}'])),
    words: () => byLogits((model, extra, names) => bagOfWordsZeroShotLogits(model, extra, tokenizer, images, names)),
    none: () => () => Promise.resolve({}),
  };
  return watches[findObjective(objective).zeroShot]();
}
