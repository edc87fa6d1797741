/**
 * A mistake the user can mend: its message is one sentence that names the thing, what was expected and the remedy.
 * The command line prints the message without a stack trace.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}
