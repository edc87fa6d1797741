import { breathe } from '../../../io/interruption.js';
import { requireWhole } from '../../../io/requireWhole.js';
import { normalizeRows, type Matrix } from '../../matrix.js';
import { metricValue } from '../../metrics/resultRows.js';
import { requirePrompts, zeroShotLogits } from '../zeroShot.js';
import type { PromptEncoder } from './promptEncoder.js';
import type { PromptTrial, ScoredTemplate } from './rankTemplates.js';

/** How far `selectTemplates` goes. */
export interface SelectOptions {
  /** At least 1. Default 7, as many as the released selection for ImageNet has. */
  readonly most?: number;
}

/**
 * Forward selection of an ensemble, as the authors chose seven of their eighty templates: the best template first, then
 * whichever helps the ensemble most, until none does. Ties go to the earlier template.
 * @returns the templates in the order taken, each with the score of the ensemble up to it
 * @throws UserError where names or templates are none
 * @example
 * const clip = await loadModel();
 * const dataset = await loadDataset('weather');
 * const validation = await embedSplit(clip.model, dataset, 'validation');
 * const { templates } = await datasetPrompts('ImageNet');
 * const trial = { classNames: dataset.classNames, metric: 'accuracy', validation } as const;
 * const chosen = await selectTemplates(createPromptEncoder(clip), trial, templates, { most: 7 });
 */
export async function selectTemplates(
  encoder: PromptEncoder,
  { classNames, metric, validation }: PromptTrial,
  templates: readonly string[],
  { most = 7 }: SelectOptions = {},
): Promise<ScoredTemplate[]> {
  requirePrompts(classNames, templates);
  requireWhole(most, 'the most templates', 1);
  const prompts = await encoder.prompts(classNames, templates);
  const left = new Set(templates.keys());
  const steps: ScoredTemplate[] = [];
  let taken: Matrix | undefined;
  while (steps.length < most) {
    let best: { t: number; score: number } | undefined;
    for (const t of left) {
      const ensemble = normalizeRows(sumOf(taken, prompts[t]!));
      const logits = zeroShotLogits(validation.features, ensemble, encoder.logitScale);
      const score = metricValue(metric, logits, validation.labels, validation.labelSets);
      if (best === undefined || score > best.score) best = { t, score };
      await breathe();
    }
    if (best === undefined || best.score <= (steps.at(-1)?.score ?? -Infinity)) break;
    left.delete(best.t);
    taken = sumOf(taken, prompts[best.t]!);
    steps.push({ template: templates[best.t]!, score: best.score });
  }
  return steps;
}

function sumOf(taken: Matrix | undefined, prompt: Matrix): Matrix {
  const data = new Float32Array(prompt.data);
  if (taken) for (let i = 0; i < data.length; i++) data[i] = data[i]! + taken.data[i]!;
  return { ...prompt, data };
}
