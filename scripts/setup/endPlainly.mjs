import { constants } from 'node:os';
import { projectFolders } from './projectFolders.mjs';
import { SetupError } from '../../lib/setup/setupError.mjs';
import { systemFault } from './systemFault.mjs';

/** The exit code by which shells know a program whose reader went away. */
const NOBODY_READS = 128 + constants.signals.SIGPIPE;

/**
 * What went wrong, in one sentence.
 * @param {unknown} error
 */
export function endSentence(error) {
  if (error instanceof SetupError) return error.message;
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error instanceof Error ? error : {});
  if (code?.startsWith('ERR_PARSE_ARGS'))
    return `${message.split('\n')[0]?.replace(/(\. .*|\.)$/, '')}: leave it out, or correct it.`;
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const fault = `this is a fault of cliplab itself (${said.split('\n')[0]}): run the command again with CLIPLAB_DEBUG=1 to see where it is, and report it.`;
  return systemFault(error, projectFolders()) ?? fault;
}

/**
 * Says what went wrong, in one sentence and without a stack, and gives the exit code.
 * @param {unknown} error
 * @returns {number}
 */
export function tellEnd(error) {
  const { details = '', logFile = undefined } = error instanceof SetupError ? error : {};
  if (details) process.stderr.write(details.replaceAll(/^/gm, '    ') + '\n');
  process.stderr.write(`cliplab: ${endSentence(error)}${logFile ? ` (whole log: ${logFile})` : ''}\n`);
  if (process.env['CLIPLAB_DEBUG'] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return 1;
}

/**
 * Has this script end without a stack: where nobody reads what it writes (`| head`), and for any error that nothing
 * caught.
 */
export function endPlainly() {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EPIPE') process.exit(NOBODY_READS);
      // A log that takes no more does not end the work it tells of.
      if (stream === process.stdout) process.exit(tellEnd(Object.assign(error, { path: 'standard output' })));
    });
  }
  const end = (/** @type {unknown} */ error) => process.exit(tellEnd(error));
  process.on('uncaughtException', end).on('unhandledRejection', end);
}
