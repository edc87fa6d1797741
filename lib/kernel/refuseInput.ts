import { Readable } from 'node:stream';
import { UserError } from '../io/userError.js';

/** What is said to a cell that asks. */
export const NO_INPUT =
  'A cell cannot ask for input, as a notebook has no terminal to type in: put the value into a variable, or ask with a panel ' +
  '(`interactive`).';

const noInput = (): never => {
  throw new UserError(NO_INPUT);
};

/** What begins a reading of a stream, by readline and by hand. */
const READINGS = new Set<string | symbol>(['data', 'readable', 'end', 'keypress', 'close']);

/**
 * Puts in the place of standard input one that says that there is none as soon as it is read: a `question` would wait
 * forever.
 */
export function refuseInput(): void {
  const input = new Readable({ read: noInput });
  const listen = input.on.bind(input);
  const on = (event: string | symbol, listener: (...args: unknown[]) => void): Readable =>
    READINGS.has(event) ? noInput() : listen(event, listener);
  Object.assign(input, {
    on,
    addListener: on,
    once: on,
    prependListener: on,
    read: noInput,
    resume: noInput,
    pipe: noInput,
  });
  Object.assign(input, { fd: 0, isTTY: false, [Symbol.asyncIterator]: noInput, setEncoding: () => input });
  Object.defineProperty(process, 'stdin', { configurable: true, enumerable: true, get: () => input });
}
