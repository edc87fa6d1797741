import { UserError } from '../../io/userError.js';

/**
 * Refuses what is no count of successes among trials. @throws UserError unless 0 <= correct <= total are whole numbers
 */
export function requireCount(correct: number, total: number): void {
  if (!Number.isSafeInteger(correct) || !Number.isSafeInteger(total) || correct < 0 || correct > total)
    throw new UserError(
      `${correct} correct of ${total} is no count, expected whole numbers with 0 <= correct <= total.`,
    );
}
