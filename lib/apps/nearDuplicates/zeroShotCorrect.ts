import { requireLabels, requireLabelSets } from '../../eval/metrics/requireLabels.js';
import type { Split } from '../../datasets/suite/loadTask.js';
import type { LoadedModel } from '../../weights/loadModel.js';
import { embedImages } from '../../eval/embeddings/embedImages.js';
import { predictions } from '../../eval/metrics/topKAccuracy.js';
import { zeroShotClassifier, zeroShotLogits } from '../../eval/zeroShot/zeroShot.js';

/**
 * For each image of a split, whether zero-shot classification gives it its label, or one of its labels. Every task is
 * scored so here, whatever its own metric: overlap compares images, and a ranking metric has no right answer an image.
 * @throws UserError where labels do not fit, or the model's output is not finite
 */
export async function zeroShotCorrect(
  { model, tokenizer }: Pick<LoadedModel, 'model' | 'tokenizer'>,
  { classNames, templates }: { readonly classNames: readonly string[]; readonly templates: readonly string[] },
  { images, labels, labelSets }: Split,
): Promise<boolean[]> {
  requireLabels(labels, images.count, classNames.length, 'images');
  if (labelSets) requireLabelSets(labelSets, images.count, classNames.length);
  const classifier = await zeroShotClassifier(model, tokenizer, classNames, templates);
  const logits = zeroShotLogits(await embedImages(model, images), classifier, model.logitScale());
  return Array.from(predictions(logits), (predicted, k) =>
    labelSets ? labelSets[k * classNames.length + predicted] === 1 : predicted === labels[k],
  );
}
