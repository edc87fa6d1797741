import { UserError } from '../io/userError.js';

/**
 * A test split that can be looked at once. Everything that fits or selects takes plain splits and cannot be given this;
 * the final evaluation opens it, which uses it up.
 */
export interface SealedSplit<Split> {
  /** @throws UserError the second time */
  open(): Split;
}

/**
 * Seals what must be looked at once: a second `open` is an error, wherever it is.
 * @param name what is sealed, for the error: "the test split of flags"
 * @example
 * const test = sealSplit('the test split of mine', { labels: Int32Array.of(0, 1) });
 * const { labels } = test.open(); // a second time is a UserError
 */
export function sealSplit<Split>(name: string, split: Split): SealedSplit<Split> {
  let content: { split: Split } | undefined = { split };
  return {
    open() {
      if (content === undefined) {
        throw new UserError(
          `${name} was opened before; decide everything on validation, then load the task anew and evaluate once.`,
        );
      }
      const opened = content.split;
      content = undefined;
      return opened;
    },
  };
}
