/**
 * Something the user can mend: the message is one sentence that says what is wrong and what to do; no stack is shown.
 */
export class SetupError extends Error {
  /**
   * @param {string} message
   * @param {{ details?: string, logFile?: string }} [more] the last words of the tool that failed, and where all of
   *   them are
   */
  constructor(message, more = {}) {
    super(message);
    this.name = 'SetupError';
    this.details = more.details ?? '';
    this.logFile = more.logFile;
  }
}
