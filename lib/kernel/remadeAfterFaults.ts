import { UserError } from '../io/userError.js';

const TOO_DEEP =
  'The cell nests deeper than the compiler can follow: give its inner parts names, in statements or cells of their own.';

/**
 * Calls what must be made anew after it has thrown: the compiler stays in the midst of what it did, and would refuse
 * everything from then on.
 * @param make makes it; called at once, and before the first call after one that threw.
 * @returns calls it. @throws UserError where the stack did not suffice.
 */
export function remadeAfterFaults<T>(make: () => T): <Result>(call: (made: T) => Result) => Result {
  let made: T | undefined = make();
  return (call) => {
    made ??= make();
    try {
      return call(made);
    } catch (error) {
      made = undefined;
      throw error instanceof RangeError ? new UserError(TOO_DEEP) : error;
    }
  };
}
