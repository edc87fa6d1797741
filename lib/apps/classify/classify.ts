import { from, type ColumnTable } from 'arquero';
import { embedImages, defaultImageBatch } from '../../eval/embeddings/embedImages.js';
import { matrixRow, softmaxRows } from '../../eval/matrix.js';
import { zeroShotClassifier, zeroShotLogits } from '../../eval/zeroShot/zeroShot.js';
import { decodeBatches } from '../../image/decode/decodeBatches.js';
import type { ImageSource } from '../../image/imageSource.js';
import { told } from '../../io/told.js';
import { requireTexts } from '../../io/requireTexts.js';
import { UserError } from '../../io/userError.js';
import type { Clip } from '../../models/clip.js';
import { requireLogitScale } from '../../models/requireLogitScale.js';
import type { Tokenizer } from '../../text/tokenizer.js';

/** The label as it is given. */
const LABEL_ALONE: readonly string[] = ['{c}'];

/** How likely one label is for one image: a row of the table of `classify`. */
export type LabelProbability = {
  /** What the image is called, e.g. its path. */
  readonly image: string;
  readonly label: string;
  /** 0..1; those of an image add up to 1. */
  readonly probability: number;
};

/**
 * Which of some labels fits an image, out of words alone (paper sec 3.1.2): the softmax of the logits of all labels,
 * whose prompts are averaged as vectors where there are several templates.
 * @param clip of `loadModel`
 * @param images of `loadImages`
 * @param labels at least one; two that are the same share their probability
 * @param templates with `{c}` where the label goes, such as "a photo of a {c}.", the paper's (sec 3.1.4). Default: the
 *   labels as they are
 * @returns one row an image and label, image by image, the most likely label first: see `LabelProbability`
 * @throws UserError for an image that cannot be read, naming it, and for labels or templates that are none
 * @example
 * const clip = await loadModel('ViT-B/32');
 * show(await classify(clip, await loadImages('photo.jpg'), ['cat', 'dog'], ['a photo of a {c}.']));
 */
export async function classify(
  { model, tokenizer }: { readonly model: Clip; readonly tokenizer: Tokenizer },
  images: readonly ImageSource[],
  labels: readonly string[],
  templates: readonly string[] = LABEL_ALONE,
): Promise<ColumnTable> {
  if (!Array.isArray(images) || images.length === 0)
    throw new UserError(`the images are ${told(images)}, expected what loadImages gives: at least one.`);
  const path = (images as readonly unknown[]).find((image) => typeof (image as ImageSource)?.read !== 'function');
  if (path !== undefined)
    throw new UserError(`an image is ${told(path)}, expected one of what \`await loadImages(paths)\` gives.`);
  requireTexts(labels, 'the labels');
  const blank = labels.findIndex((label) => label.trim() === '');
  if (blank >= 0) throw new UserError(`label ${blank + 1} is blank: say in words what it stands for, or leave it out.`);
  const logitScale = requireLogitScale(model);
  const classifier = await zeroShotClassifier(model, tokenizer, labels, templates);
  const { preprocessing, vision } = model.config;
  const batches = decodeBatches(images as readonly ImageSource[], {
    size: vision.imageSize,
    batchSize: defaultImageBatch(model),
    preprocessing,
  });
  const rows: LabelProbability[] = [];
  for await (const batch of batches) {
    const features = await embedImages(model, batch.images);
    const probabilities = softmaxRows(zeroShotLogits(features, classifier, logitScale));
    batch.indices.forEach((index, row) => {
      const image = (images as readonly ImageSource[])[index]!.name;
      const all = matrixRow(probabilities, row);
      const order = labels.map((_, k) => k).sort((a, b) => all[b]! - all[a]!);
      rows.push(...order.map((k) => ({ image, label: labels[k]!, probability: all[k]! })));
    });
  }
  return from(rows);
}
