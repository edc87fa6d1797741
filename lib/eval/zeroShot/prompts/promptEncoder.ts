import { told } from '../../../io/told.js';
import type { Clip } from '../../../models/clip.js';
import { requireClip } from '../../../models/requireClip.js';
import { requireLogitScale } from '../../../models/requireLogitScale.js';
import { fillTemplate } from '../../../text/fillTemplate.js';
import { requireTokenizer } from '../../../text/requireTokenizer.js';
import type { Tokenizer } from '../../../text/tokenizer.js';
import { embedTexts } from '../../embeddings/embedTexts.js';
import { requirePrompts } from '../zeroShot.js';
import type { Matrix } from '../../matrix.js';
import { unitRows } from '../../unitRows.js';

/** Encodes prompts once, however many ensembles they are part of. */
export interface PromptEncoder {
  /** What the model multiplies cosines with. */
  readonly logitScale: number;
  /**
   * For each template its prompts, one a class: unit rows [K, D]. Known by the list itself, so pass the same list of
   * class names again and not a copy.
   */
  prompts(classNames: readonly string[], templates: readonly string[]): Promise<readonly Matrix[]>;
}

/**
 * Encodes prompts with a model, each once, however many ensembles it is part of.
 * @throws UserError where the logit scale is not finite, and (later) for a template without `{c}`, or names or
 *   templates that are none
 * @example
 * const encoder = createPromptEncoder(await loadModel());
 * const templates = ['a photo of a {c}.', 'a drawing of a {c}.'];
 * const [photo, drawing] = await encoder.prompts(['cat', 'dog'], templates); // [2, D] each
 */
export function createPromptEncoder({
  model,
  tokenizer,
}: {
  readonly model: Clip;
  readonly tokenizer: Tokenizer;
}): PromptEncoder {
  requireClip(model);
  requireTokenizer(tokenizer);
  const logitScale = requireLogitScale(model);
  // Weak: what was encoded for class names that nobody holds any more is given up.
  const known = new WeakMap<readonly string[], Map<string, Matrix>>();
  return {
    logitScale,
    async prompts(classNames, templates) {
      requirePrompts(classNames, templates);
      const byTemplate = known.get(classNames) ?? new Map<string, Matrix>();
      known.set(classNames, byTemplate);
      const missing = [...new Set(templates)].filter((template) => !byTemplate.has(template));
      const texts = missing.flatMap((template) => classNames.map((name) => fillTemplate(template, name)));
      const features = await embedTexts(model, tokenizer, texts);
      const { data, columns } = unitRows(features, (row) => `the text ${told(texts[row])}`);
      const rows = classNames.length;
      missing.forEach((template, t) =>
        byTemplate.set(template, { data: data.subarray(t * rows * columns, (t + 1) * rows * columns), rows, columns }),
      );
      return templates.map((template) => byTemplate.get(template)!);
    },
  };
}
