import { UserError } from '../io/userError.js';
import type { Clip } from './clip.js';

/**
 * The logit scale of a model, with which its probabilities are made.
 * @param what names the model, e.g. its file
 * @throws UserError where it is not finite, or so small that it is 0: every class would be as likely
 */
export function requireLogitScale(model: Clip, what = 'the model'): number {
  const scale = model.logitScale();
  if (Number.isFinite(scale) && scale > 0) return scale;
  throw new UserError(
    `the logit scale of ${what} is ${scale}, expected a number above 0, e to the power of its tensor logit_scale: ` +
      `its weights are damaged, so load it from a sound file.`,
  );
}
