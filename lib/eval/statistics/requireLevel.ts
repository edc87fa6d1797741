import { UserError } from '../../io/userError.js';

/** Refuses a confidence that is not between 0 and 1, both excluded. @throws UserError */
export function requireLevel(level: number): void {
  if (!(level > 0 && level < 1))
    throw new UserError(`a confidence of ${level} is not between 0 and 1: write 0.95 for 95 %.`);
}
