import { isBetween } from '../../io/isBetween.js';
import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';

/** Refuses a confidence that is not between 0 and 1, both excluded. @throws UserError */
export function requireLevel(level: number): void {
  if (!isBetween(level, 0, 1))
    throw new UserError(`a confidence of ${told(level)} is not between 0 and 1: write 0.95 for 95 %.`);
}
