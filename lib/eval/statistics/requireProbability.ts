import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';

/** Refuses a probability that is not between 0 and 1, both included. @throws UserError */
export function requireProbability(value: number): void {
  if (!(typeof value === 'number' && value >= 0 && value <= 1))
    throw new UserError(`a probability of ${told(value)} is not between 0 and 1: give a share and not a percentage.`);
}
