import type { Metric } from '../../../datasets/metric.js';
import { breathe } from '../../../io/interruption.js';
import type { LabeledFeatures } from '../../probe/labeledFeatures.js';
import { metricValue } from '../../metrics/resultRows.js';
import { requirePrompts, zeroShotLogits } from '../zeroShot.js';
import type { PromptEncoder } from './promptEncoder.js';

/** What templates are measured on: never a test split, whose type is another. */
export interface PromptTrial {
  readonly classNames: readonly string[];
  readonly metric: Metric;
  readonly validation: LabeledFeatures;
}

/** A template and what it scores. */
export interface ScoredTemplate {
  readonly template: string;
  /** 0..1 on the trial's own metric. */
  readonly score: number;
}

/**
 * Each template by itself, the best first; in the order given where they tie.
 * @throws UserError where names or templates are none
 * @example
 * const clip = await loadModel();
 * const dataset = await loadDataset('weather');
 * const validation = await embedSplit(clip.model, dataset, 'validation');
 * const trial = { classNames: dataset.classNames, metric: 'accuracy', validation } as const;
 * show(from(await rankTemplates(createPromptEncoder(clip), trial, ['{c}', 'a photo of a {c}.'])));
 */
export async function rankTemplates(
  encoder: PromptEncoder,
  { classNames, metric, validation }: PromptTrial,
  templates: readonly string[],
): Promise<ScoredTemplate[]> {
  requirePrompts(classNames, templates);
  const prompts = await encoder.prompts(classNames, templates);
  const ranked: ScoredTemplate[] = [];
  for (const [t, template] of templates.entries()) {
    const logits = zeroShotLogits(validation.features, prompts[t]!, encoder.logitScale);
    ranked.push({ template, score: metricValue(metric, logits, validation.labels, validation.labelSets) });
    await breathe();
  }
  return ranked.sort((a, b) => b.score - a.score);
}
