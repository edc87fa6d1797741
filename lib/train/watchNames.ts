import type { Clip } from '../models/clip.js';
import type { Parameters } from '../models/parameters.js';
import type { Tokenizer } from '../text/tokenizer.js';
import type { Metrics } from './metricsLog.js';
import { nameAccuracy } from './nameAccuracy.js';
import type { TrainingPairs } from './trainingPairs.js';

/** Accuracies of a model on its way, 0..1. It may not change anything. */
export type Watch = (
  model: Clip,
  extra: Parameters,
) => Promise<Partial<Pick<Metrics, 'validationTop1' | 'validationTop5'>>>;

/** Watches how often a contrastive model finds an image's own name (see `nameAccuracy`). */
export function watchNames(tokenizer: Tokenizer, pairs: TrainingPairs): Watch {
  return (model) => {
    const { top1, top5 } = nameAccuracy(model, tokenizer, pairs);
    return Promise.resolve({ validationTop1: top1, validationTop5: top5 });
  };
}
