import { createReadingBudget, type ReadingBudget, type ReadingKind } from './readingBudget.js';
import { UserError } from './userError.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;

/**
 * Counts brackets and commas outside of strings, so that a text too deep or too long is refused before it is parsed.
 */
function checkNesting(text: string, budget: ReadingBudget): void {
  let depth = 0;
  let commas = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      for (at++; at < text.length && text.charCodeAt(at) !== QUOTE; at++) if (text.charCodeAt(at) === BACKSLASH) at++;
    } else if (code === COMMA) commas++;
    // [ and { differ from ] and } by two, and from each other by one bit.
    else if ((code | 0x20) === 0x7b) budget.checkDepth(++depth);
    else if ((code | 0x20) === 0x7d) depth--;
  }
  budget.takeEntries(commas + 1);
}

/**
 * Parses JSON that came from outside, within a budget of bytes, values and depth.
 * @param text the JSON; bytes are read as UTF-8
 * @param what names it in errors, such as its path
 * @throws UserError where it is no JSON, nests too deep or holds too much
 * @example parseJson(await readFile(path), path) as { shards: number }
 */
export function parseJson(text: string | Uint8Array, what: string, kind: ReadingKind = 'json'): unknown {
  const budget = createReadingBudget(what, kind);
  budget.takeBytes(text.length);
  try {
    const decoded = typeof text === 'string' ? text : new TextDecoder('utf-8', { fatal: true }).decode(text);
    const plain = decoded.startsWith('\ufeff') ? decoded.slice(1) : decoded;
    checkNesting(plain, budget);
    return JSON.parse(plain) as unknown;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${what} is no JSON (${(error as Error).message}); fetch or save it again.`);
  }
}
