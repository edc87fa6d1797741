import { UserError } from '../io/userError.js';
import type { Clip } from '../models/clip.js';
import { fillTemplate } from '../text/fillTemplate.js';
import type { Tokenizer } from '../text/tokenizer.js';
import type { EmbedOptions } from './embedImages.js';
import { embedTexts } from './embedTexts.js';
import type { LinearClassifier } from './linearProbe.js';
import { innerProducts, matrixRow, normalizeRows, type Matrix } from './matrix.js';

/**
 * A classifier out of words (paper sec 3.1.2 and 3.1.4): for each class every template is encoded and made a unit vector, and
 * their mean is made one again. Build it once; it is all that classification needs of the text tower.
 * @param templates each with `{c}` where the class name goes
 * @returns unit rows [classes, D]
 */
export async function zeroShotClassifier(
  model: Clip,
  tokenizer: Tokenizer,
  classNames: readonly string[],
  templates: readonly string[],
  options: EmbedOptions = {},
): Promise<Matrix> {
  if (templates.length === 0)
    throw new UserError('Zero-shot classification needs at least one template, such as "{c}".');
  const texts = classNames.flatMap((name) => templates.map((template) => fillTemplate(template, name)));
  return ensemblePrompts(await embedTexts(model, tokenizer, texts, options), templates.length);
}

/** Unit rows [classes, D] from features of `templates` texts a class, class after class: [classes * templates, D]. */
export function ensemblePrompts(features: Matrix, templates: number): Matrix {
  const unit = normalizeRows(features);
  const { columns } = unit;
  const rows = unit.rows / templates;
  const data = new Float32Array(rows * columns);
  for (let k = 0; k < unit.rows; k++) {
    const at = Math.floor(k / templates) * columns;
    matrixRow(unit, k).forEach((value, j) => (data[at + j] = data[at + j]! + value / templates));
  }
  return normalizeRows({ data, rows, columns });
}

/**
 * Logits [N, classes]: cosines of image features with the classifier's rows, times the logit scale (100 in the released models).
 * Their softmax, `softmaxRows`, gives the probabilities.
 */
export function zeroShotLogits(features: Matrix, classifier: Matrix, logitScale: number): Matrix {
  const cosines = innerProducts(normalizeRows(features), classifier);
  return { ...cosines, data: cosines.data.map((cosine) => logitScale * cosine) };
}

/**
 * The zero-shot classifier as a linear one over unit features, for a probe that starts from it: same logits.
 * @param classifier unit rows [classes, D]
 */
export function zeroShotPrior(classifier: Matrix, logitScale: number): LinearClassifier {
  const weights = { ...classifier, data: classifier.data.map((value) => logitScale * value) };
  return { weights, intercepts: new Float64Array(classifier.rows) };
}
