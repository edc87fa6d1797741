import { UserError } from '../../io/userError.js';

/**
 * Refuses labels that do not fit N samples and K classes, or where there are none.
 * @param labels [N], 0..K-1
 * @param what names the samples. Default `rows`
 * @throws UserError naming the label and its place
 */
export function requireLabels(labels: ArrayLike<number>, samples: number, classes: number, what = 'rows'): void {
  if (labels?.length !== samples)
    throw new UserError(`there are ${labels?.length ?? 'no'} labels for ${samples} ${what}, expected one for each.`);
  if (samples === 0) throw new UserError(`there are 0 labels for 0 ${what}, expected at least one sample.`);
  for (let n = 0; n < samples; n++) {
    const label = labels[n]!;
    if (!(Number.isInteger(label) && label >= 0 && label < classes))
      throw new UserError(
        `label ${n} is ${label}, and there are ${classes} classes: classes are numbered 0 to ${classes - 1}.`,
      );
  }
}

/**
 * Refuses sets of labels that do not fit N samples and K classes.
 * @param labelSets [N, K], 0 or 1
 * @throws UserError
 */
export function requireLabelSets(labelSets: ArrayLike<number>, samples: number, classes: number): void {
  if (labelSets.length !== samples * classes)
    throw new UserError(
      `${labelSets.length} labels for ${samples} samples of ${classes} classes, expected ${samples * classes}: 1 where a sample has a class, else 0.`,
    );
  for (let at = 0; at < labelSets.length; at++)
    if (labelSets[at] !== 0 && labelSets[at] !== 1)
      throw new UserError(
        `class ${at % classes} of sample ${Math.floor(at / classes)} is ${labelSets[at]}, expected 1 where the sample has it, else 0.`,
      );
}
