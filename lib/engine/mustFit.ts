import { UserError } from '../io/userError.js';

/**
 * Says what does not fit before an operation is run with it.
 * @param sentence what was expected, and what was given; made only where it is needed
 * @throws UserError where `fits` is false
 */
export function mustFit(fits: boolean, sentence: () => string): asserts fits {
  if (!fits) throw new UserError(sentence());
}
