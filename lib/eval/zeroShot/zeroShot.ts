import { requireFinite } from '../../io/requireFinite.js';
import { requireNumber } from '../../io/requireNumber.js';
import { told } from '../../io/told.js';
import { requireTexts } from '../../io/requireTexts.js';
import { UserError } from '../../io/userError.js';
import type { Clip } from '../../models/clip.js';
import { fillTemplate } from '../../text/fillTemplate.js';
import type { Tokenizer } from '../../text/tokenizer.js';
import type { EmbedOptions } from '../embeddings/embedImages.js';
import { embedTexts } from '../embeddings/embedTexts.js';
import type { LinearClassifier } from '../probe/linearProbe.js';
import { innerProducts, matrixRow, normalizeRows, type Matrix } from '../matrix.js';
import { requireMatrix } from '../requireMatrix.js';
import { unitRows } from '../unitRows.js';

/**
 * A classifier out of words (paper sec 3.1.2 and 3.1.4): for each class every template is encoded and made a unit
 * vector, and their mean is made one again. Build it once; it is all that classification needs of the text tower.
 * @param templates each with `{c}` where the class name goes
 * @returns unit rows [classes, D]
 * @throws UserError where a name or a template is missing or no text, or the model's output is not finite or zero,
 *   naming the text
 * @example
 * const { model, tokenizer } = await loadModel();
 * const templates = ['a photo of a {c}.', 'a drawing of a {c}.'];
 * const classifier = await zeroShotClassifier(model, tokenizer, ['cat', 'dog'], templates); // [2, D]
 */
export async function zeroShotClassifier(
  model: Clip,
  tokenizer: Tokenizer,
  classNames: readonly string[],
  templates: readonly string[],
  options: EmbedOptions = {},
): Promise<Matrix> {
  requirePrompts(classNames, templates);
  const texts = classNames.flatMap((name) => templates.map((template) => fillTemplate(template, name)));
  return ensemblePrompts(
    await embedTexts(model, tokenizer, texts, options),
    templates.length,
    (row) => `the text ${told(texts[row])}`,
  );
}

/** Refuses class names and templates that make no prompts. @throws UserError */
export function requirePrompts(classNames: readonly string[], templates: readonly string[]): void {
  requireTexts(classNames, 'the class names');
  requireTexts(templates, 'the templates', 0);
  if (templates.length === 0)
    throw new UserError('Zero-shot classification needs at least one template, such as "{c}".');
}

/**
 * Unit rows [classes, D] from features of `templates` texts a class, class after class: [classes * templates, D].
 * @throws UserError naming the text whose features are zeros
 */
export function ensemblePrompts(
  features: Matrix,
  templates: number,
  nameOf = (row: number): string => `text ${row + 1} of ${features.rows}`,
): Matrix {
  const unit = unitRows(features, nameOf);
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
 * Logits [N, classes]: cosines of image features with the classifier's rows, times the logit scale (100 in the released
 * models). Their softmax, `softmaxRows`, gives the probabilities.
 * @throws UserError where a number is not finite or all are zero, naming the image or class, or the widths differ
 * @example
 * const { model, tokenizer } = await loadModel();
 * const { classNames, templates, validation } = await loadDataset('weather');
 * const classifier = await zeroShotClassifier(model, tokenizer, classNames, templates);
 * const features = await embedImages(model, await readImages(validation));
 * const logits = zeroShotLogits(features, classifier, model.logitScale());
 * softmaxRows(logits); // probabilities [N, classes]
 */
export function zeroShotLogits(features: Matrix, classifier: Matrix, logitScale: number): Matrix {
  requireMatrix(features, 'the features', { row: 'image' });
  requireMatrix(classifier, 'the text features', { row: 'class', columns: features.columns });
  requireNumber(logitScale, 'the logit scale', 0);
  const unit = unitRows(features, (row) => `image ${row + 1} of ${features.rows}`);
  const cosines = innerProducts(unit, classifier);
  const data = cosines.data.map((cosine) => logitScale * cosine);
  requireFinite(
    data,
    (at) => `a logit of image ${Math.floor(at / cosines.columns) + 1}`,
    'the logit scale is too large',
  );
  return { ...cosines, data };
}

/**
 * The zero-shot classifier as a linear one over unit features, for a probe that starts from it: same logits.
 * @param classifier unit rows [classes, D]
 * @throws UserError where a number is not finite
 * @example
 * const { model, tokenizer } = await loadModel();
 * const dataset = await loadDataset('weather');
 * const { features, labels } = await embedSplit(model, dataset, 'train');
 * const classifier = await zeroShotClassifier(model, tokenizer, dataset.classNames, dataset.templates);
 * const prior = zeroShotPrior(classifier, model.logitScale());
 * const probe = linearProbe(normalizeRows(features), labels, dataset.classNames.length, { C: 0.01, prior });
 */
export function zeroShotPrior(classifier: Matrix, logitScale: number): LinearClassifier {
  requireMatrix(classifier, 'the text features', { row: 'class' });
  requireNumber(logitScale, 'the logit scale', 0);
  const weights = { ...classifier, data: classifier.data.map((value) => logitScale * value) };
  return { weights, intercepts: new Float64Array(classifier.rows) };
}
