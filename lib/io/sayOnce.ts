import { interruptSignal } from './interruption.js';

/** What was said in each cell of a notebook, or in the whole process outside one. */
const said = new WeakMap<object, Set<string>>();

/**
 * Says a sentence on standard error, once a cell or command, on one line whatever names of files are in it.
 * @example sayOnce('holidays: passed over 1 folders that cannot be read (shut).')
 */
export function sayOnce(sentence: string): void {
  const scope = interruptSignal() ?? process;
  const before = said.get(scope) ?? new Set<string>();
  said.set(scope, before);
  if (before.has(sentence)) return;
  before.add(sentence);
  process.stderr.write(`cliplab: ${sentence.replace(/\p{Cc}/gu, '?')}\n`);
}
