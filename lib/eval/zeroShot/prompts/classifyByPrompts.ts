import { predictions } from '../../metrics/topKAccuracy.js';
import { metricValue } from '../../metrics/resultRows.js';
import { zeroShotLogits } from '../zeroShot.js';
import { averageEmbeddings } from './ensembles.js';
import type { PromptEncoder } from './promptEncoder.js';
import type { PromptTrial } from './rankTemplates.js';

/** What a classifier of words makes of validation images. */
export interface TriedPrompts {
  /** The class of each image, [N], 0..K-1. */
  readonly predicted: Int32Array;
  /** 0..1 in the trial's own metric. */
  readonly score: number;
}

/**
 * Classifies a trial's validation images with an ensemble of templates, averaged as vectors (paper sec 3.1.4): what to
 * write can be tried on them, and no test split is opened.
 * @throws UserError where names or templates are none, or there are not as many names as classes
 * @example
 * const clip = await loadModel();
 * const dataset = await loadDataset('weather');
 * const validation = await embedSplit(clip.model, dataset, 'validation');
 * await classifyByPrompts(createPromptEncoder(clip), { ...dataset, validation }, ['a drawing of a {c}']);
 */
export async function classifyByPrompts(
  encoder: PromptEncoder,
  { classNames, metric, validation }: PromptTrial,
  templates: readonly string[],
): Promise<TriedPrompts> {
  const prompts = await encoder.prompts(classNames, templates);
  const logits = zeroShotLogits(validation.features, averageEmbeddings(prompts), encoder.logitScale);
  const score = metricValue(metric, logits, validation.labels, validation.labelSets);
  return { predicted: predictions(logits), score };
}
